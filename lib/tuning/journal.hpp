#pragma once

#include "base/file.hpp"
#include "tuning/knob.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cb::tuning {

/// What tuning does to one file. Both values are canonical.
struct Entry {
    Knob knob;
    std::string before; ///< what was there before the first tuning
    /// What tuning put there, or what the kernel made of it. Equal to `before` for a value that is
    /// not set but that the kernel may change together with another.
    std::string set;
    /// An undo found the value to be ours and has begun to restore it: if it was killed, the next
    /// one goes on without looking at what the half-restored machine shows.
    enum class State { tuned, undoing } state = State::tuned;
};

struct Journal {
    /// boot_id() of when it was written: a reboot undoes everything by itself.
    std::string boot;
    std::vector<Entry> entries; ///< in the order of writing, each knob once
};

/// The kernel's boot_id; empty where the machine does not tell.
[[nodiscard]] std::string boot_id(const SysFiles& files);

/// Reads a journal, one JSON object a line. It is untrusted: only knobs with values that they can
/// have, each once. Ignores a last line that was cut off. Otherwise the error names the line.
[[nodiscard]] Parsed<Journal> parse_journal(std::string_view text);
[[nodiscard]] std::string to_string(const Journal& journal);

/// The journal on disk, locked against other tunings as long as the object lives. A crash at any
/// point leaves the old or the new content.
class JournalFile {
public:
    /// Makes the directory if need be and waits for the lock, PATH.lock. Throws Interrupted,
    /// Error{system}.
    explicit JournalFile(std::filesystem::path path);

    /// None if there is no journal. Throws Error{bad_input, system}.
    [[nodiscard]] std::optional<Journal> load() const;
    /// Returns when it is on the disk; without entries there is no file afterwards. Throws
    /// Error{system}.
    void save(const Journal& journal) const;

private:
    std::filesystem::path path_;
    FileLock lock_;
};

} // namespace cb::tuning
