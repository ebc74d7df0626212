#pragma once

#include <cstdint>
#include <filesystem>

namespace cb {

/// What a tree takes of its file system.
struct TreeSize {
    std::uint64_t bytes = 0; ///< blocks, not lengths: a file with holes is small
    std::uint64_t entries = 0;
};

/// What a file system had free at one time, for this process: statvfs(3). Tells a tree that is too
/// large for this machine from a disk that others filled.
class DiskSpace {
public:
    /// Throws Error{system}.
    [[nodiscard]] static DiskSpace of(int directory);
    [[nodiscard]] static DiskSpace of(const std::filesystem::path& directory);

    /// 0 if the file system does not say.
    [[nodiscard]] std::uint64_t block_bytes() const noexcept { return block_bytes_; }
    [[nodiscard]] std::uint64_t free_bytes() const noexcept { return free_.bytes; }
    /// Some file systems have as many inodes as there is room for, and count none.
    [[nodiscard]] bool lacks_inodes() const noexcept
    {
        return all_.entries > 0 && free_.entries == 0;
    }

    /// Whether a tree took at least half of what was free, and a tenth of all that the file system
    /// has, in bytes or in inodes. A disk that others had filled is no tree's fault, however much
    /// of the little that was left the tree took.
    [[nodiscard]] bool is_mostly(const TreeSize& tree) const;

private:
    std::uint64_t block_bytes_ = 0;
    TreeSize free_;
    TreeSize all_; ///< with what is in use; no entries where they are not counted
};

} // namespace cb
