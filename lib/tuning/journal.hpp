#pragma once

#include "base/file.hpp"
#include "tuning/knob.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cb::tuning {

/// The change of one file. Both values are canonical.
struct Entry {
    Knob knob;
    std::string before; ///< the value before the first tuning
    /// The value that tuning set, or what the kernel made of it. Equal to `before` if the value is
    /// only recorded because the kernel may change it together with another.
    std::string set;
    /// `undoing`: an undo found that the value is ours and started to restore it. If that undo was
    /// killed, the next one continues without checking the half-restored machine.
    enum class State { tuned, undoing } state = State::tuned;
};

struct Journal {
    /// boot_id() at the time of writing: a reboot undoes all changes.
    std::string boot;
    std::vector<Entry> entries; ///< in the order of writing, without duplicate knobs
};

/// The kernel's boot_id; empty if it is not available.
[[nodiscard]] std::string boot_id(const host::SysFiles& files);

/// Parses a journal, one JSON object per line. The text is untrusted: only known knobs with valid
/// values are accepted, and each only once. Ignores an incomplete last line. Other errors name the
/// line.
[[nodiscard]] Parsed<Journal> parse_journal(std::string_view text);
[[nodiscard]] std::string to_string(const Journal& journal);

/// The journal on disk, locked against other tunings during the object's lifetime. A crash at any
/// point leaves either the old or the new content.
class JournalFile {
public:
    /// Creates the directory if absent and waits for the lock, PATH.lock. Throws Interrupted,
    /// Error{system}.
    explicit JournalFile(std::filesystem::path path);

    /// nullopt if there is no journal. Throws Error{bad_input, system}.
    [[nodiscard]] std::optional<Journal> load() const;
    /// Returns when the journal is on disk. Removes the file if there are no entries. Throws
    /// Error{system}.
    void save(const Journal& journal) const;

private:
    std::filesystem::path path_;
    FileLock lock_;
};

} // namespace cb::tuning
