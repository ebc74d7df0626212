#pragma once

#include "tuning/journal.hpp"
#include "tuning/plan.hpp"
#include "tuning/sys_writer.hpp"

namespace cb::tuning {

/// The result of a tuning or an undo.
struct Outcome {
    std::vector<Change> changed; ///< old and new values, in the order of writing
    std::size_t refused = 0;     ///< values that could not be set; the log lists each
};

/// Throws Error{system} with an explanation if the files are this machine's own and cb does not run
/// as root.
void require_root(const host::SysFiles& files);

/// What tune() would change on this machine, and what it could not change. Only reads.
[[nodiscard]] Outcome
rehearse(const host::SysFiles& files, const std::optional<CpuSet>& cpus, Log& log);

/// Applies the plan for the CPUs. The whole journal is on disk before the first value is written,
/// so undo() can restore the values even if cb is killed. An existing journal is continued and
/// keeps its originals, so undo() after two tunings restores the state before the first. Values
/// that the kernel rejects are logged, and the rest is applied. Throws Error{bad_input} for a
/// journal that cannot be parsed, Error{system} if the journal cannot be written; then nothing is
/// changed.
[[nodiscard]] Outcome tune(const host::SysFiles& files,
                           const std::optional<CpuSet>& cpus,
                           SysWriter& writer,
                           const std::filesystem::path& journal_file,
                           Log& log);

/// Restores the values of the journal, the last one first. A value that somebody else changed since
/// is kept and logged. Values that the kernel rejects stay in the journal for another undo;
/// otherwise the journal is removed. Undo may be repeated, even after it was killed. After a
/// reboot, or without a journal, there is nothing to restore, which is logged. Throws like tune().
[[nodiscard]] Outcome undo(const host::SysFiles& files,
                           SysWriter& writer,
                           const std::filesystem::path& journal_file,
                           Log& log);

} // namespace cb::tuning
