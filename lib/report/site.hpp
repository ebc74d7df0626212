#pragma once

#include "base/fd.hpp"
#include "base/file.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace cb::report {

/// What an update of a site came to.
struct SiteCounts {
    std::size_t files = 0;   ///< of the site
    std::size_t written = 0; ///< files that are new or have changed
    std::size_t removed = 0; ///< files that no longer belong to it
    std::uint64_t bytes = 0; ///< of all files
    std::uint64_t bytes_written = 0;
    friend bool operator==(const SiteCounts&, const SiteCounts&) = default;
};

/// A directory of files that are written again only if they change. Each file is replaced
/// atomically, and nothing is removed before finish(), so that a reader who follows the order of
/// the writer never misses a file. Nothing is fsynced: the site can be written again, and a file
/// that a crash damaged differs from what it should be. Everything throws Error{system}.
class Site {
public:
    /// Creates the directory if it is absent, and waits for another update of it to end. Throws
    /// Error{usage} if the directory has other files than those of a site, Interrupted.
    explicit Site(std::filesystem::path directory);

    /// Writes a file unless it has this content already. `source` identifies what the content was
    /// made of, in letters and digits; empty if that is not known. \pre `path` is relative, in
    /// ASCII letters, digits, '-', '.' and '/'
    void put(const std::string& path, std::string_view content, std::string_view source = {});

    /// Keeps a file of an earlier update that was made of the same source, if it is still there
    /// with its size. Returns whether; if not, it must be put.
    [[nodiscard]] bool keep(const std::string& path, std::string_view source);

    /// Removes the files of earlier updates that were not put this time.
    [[nodiscard]] SiteCounts finish();

private:
    /// What is known of a file.
    struct Entry {
        std::uint64_t size_bytes = 0;
        std::string source{}; ///< "" if it is not known
    };
    using Entries = std::map<std::string, Entry>; ///< by path

    [[nodiscard]] static Entries read_list(const std::filesystem::path& directory);
    void replace(const std::string& path, std::string_view content);
    void remember(const std::string& path);
    void remove_empty_parents(const std::string& path) const;

    std::filesystem::path directory_;
    std::unique_ptr<FileLock> lock_{};
    Entries earlier_{}; ///< files of earlier updates
    Entries current_{};
    std::set<std::string> directories_{}; ///< that exist
    Fd list_{};                           ///< the names of new files are appended
    SiteCounts counts_{};
};

} // namespace cb::report
