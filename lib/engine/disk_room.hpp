#pragma once

#include "manifest/sections.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace cb::engine {

/// Whose fault it is that a file system filled up while a tree was written.
class DiskRoom {
public:
    /// Notes what is free now. `directory`, empty so far, is where the tree will be.
    explicit DiskRoom(std::filesystem::path directory);

    /// None while there is room. The commit's if its tree took at least half of what was free and
    /// a tenth of all there is, in bytes or in inodes; else others filled it, and it is the
    /// machine's.
    [[nodiscard]] std::optional<Fault> fault_of_full() const;

    /// Whether a small file can be written there: the file system works.
    [[nodiscard]] static bool is_writable(const std::filesystem::path& directory);

private:
    struct Free {
        std::uint64_t bytes = 0;
        std::uint64_t inodes = 0;
        std::uint64_t all_bytes = 0; ///< this and the next: with what is in use
        std::uint64_t all_inodes = 0;
        bool counts_inodes = false; ///< some file systems have as many as there is room for
    };
    [[nodiscard]] static Free free_in(const std::filesystem::path& directory);

    std::filesystem::path directory_;
    Free before_;
};

} // namespace cb::engine
