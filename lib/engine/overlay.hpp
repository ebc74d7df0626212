#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>

namespace cb::engine {

/// The operator's files that are laid over each exported tree: today's benchmark for old commits.
/// Read once and kept in memory, so that what is laid is what was hashed.
class Overlay {
public:
    /// Nothing.
    Overlay() = default;

    /// All that is below the directory; symbolic links are kept as links. Throws Error{usage} when
    /// it cannot be read, is over 256 MiB or 100,000 entries, or has anything but files,
    /// directories and links.
    [[nodiscard]] static Overlay read(const std::filesystem::path& directory);

    /// Hash of the names, modes and contents; empty for nothing.
    [[nodiscard]] const std::string& hash() const noexcept { return hash_; }

    /// The content of the file at `path`; null if there is no file.
    [[nodiscard]] const std::string* file(const std::string& path) const;

    /// Writes the files into `tree`, with the time of `tree` itself. A file or link in the way is
    /// replaced, and a link is never followed, whatever the tree says. Throws Error{bad_input}
    /// where the tree has a directory in the place of a file, Error{system}.
    void lay_over(const std::filesystem::path& tree) const;

private:
    enum class Kind { directory, file, link };
    struct Entry {
        Kind kind{};
        mode_t mode = 0;
        std::string content; ///< of a file; the target of a link
    };
    void add(const std::filesystem::path& path, const std::string& name);
    [[nodiscard]] std::string hash_of_entries() const;

    std::map<std::string, Entry> entries_; ///< by path; a directory comes before what is in it
    std::uint64_t bytes_ = 0;
    std::string hash_;
};

} // namespace cb::engine
