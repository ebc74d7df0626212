#pragma once

#include "tuning/journal.hpp"
#include "tuning/plan.hpp"
#include "tuning/sys_writer.hpp"

namespace cb::tuning {

/// What became of the values.
struct Outcome {
    std::vector<Change> changed; ///< from what, to what, in the order of writing
    std::size_t refused = 0;     ///< that are not as they should be; the log has each
};

/// Throws Error{system} that says so when the files are this machine's own and we are not root.
void require_root(const SysFiles& files);

/// What tune() would change on this machine, and what it could not. Only reads.
[[nodiscard]] Outcome rehearse(const SysFiles& files, const std::optional<CpuSet>& cpus, Log& log);

/// Sets what the plan for the CPUs asks for. All of it is in the journal, on the disk, before the
/// first value is written, so whenever this is killed, undo() puts back what was there. A journal
/// that is there already is continued: its originals stay, so that undo() after two tunings brings
/// back what was before the first. What the kernel refuses goes to the log and the rest goes on.
/// Throws Error{bad_input} for a journal that is not understood, Error{system} when the journal
/// cannot be written; nothing is changed then.
[[nodiscard]] Outcome tune(const SysFiles& files,
                           const std::optional<CpuSet>& cpus,
                           SysWriter& writer,
                           const std::filesystem::path& journal_file,
                           Log& log);

/// Puts back what the journal says, the last first. What is no longer as tuning left it was changed
/// by somebody else: it stays, and the log says so. What the kernel refuses stays in the journal
/// for another undo; else there is no journal afterwards. Harmless when repeated, and when killed
/// and repeated. After a reboot there is nothing to put back, and without a journal neither: the
/// log says so. Throws as tune().
[[nodiscard]] Outcome
undo(const SysFiles& files, SysWriter& writer, const std::filesystem::path& journal_file, Log& log);

} // namespace cb::tuning
