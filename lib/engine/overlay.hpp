#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>

namespace cb::engine {

/// The operator's files that are copied over each exported tree, for example today's benchmark for
/// old commits. They are read once and kept in memory, so that the files written are the files
/// hashed.
class Overlay {
public:
    /// An empty overlay.
    Overlay() = default;

    /// Reads everything below the directory; symbolic links remain links. Throws Error{usage} if it
    /// cannot be read, exceeds 256 MiB or 100,000 entries, or contains anything other than files,
    /// directories and links.
    [[nodiscard]] static Overlay read(const std::filesystem::path& directory);

    /// Hash of the names, modes and contents; empty for an empty overlay.
    [[nodiscard]] const std::string& hash() const noexcept { return hash_; }

    /// The content of the file at `path`; null if there is none.
    [[nodiscard]] const std::string* file(const std::string& path) const;

    /// Writes the files into `tree`, with the modification time of `tree` itself. Replaces existing
    /// files and links, and never follows a link in the tree. Throws Error{bad_input} if the tree
    /// has a directory where the overlay has a file; Error{system}.
    void lay_over(const std::filesystem::path& tree) const;

private:
    enum class Kind { directory, file, link };
    struct Entry {
        Kind kind{};
        mode_t mode = 0;
        std::string content; ///< of a file; for a link, its target
    };
    void add(const std::filesystem::path& path, const std::string& name);
    [[nodiscard]] std::string hash_entries() const;

    std::map<std::string, Entry> entries_; ///< by path; a directory precedes its entries
    std::uint64_t bytes_ = 0;
    std::string hash_;
};

} // namespace cb::engine
