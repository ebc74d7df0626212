#pragma once

#include <cstdint>
#include <filesystem>

namespace cb {

/// The space that a tree occupies on its file system.
struct TreeSize {
    std::uint64_t bytes = 0; ///< allocated blocks and not lengths: a sparse file is small
    std::uint64_t entries = 0;
};

/// The free space of a file system at one moment, as available to this process: statvfs(3).
/// Distinguishes a tree that is too large for this machine from a disk that others filled.
class DiskSpace {
public:
    /// Throws Error{system}.
    [[nodiscard]] static DiskSpace of(int directory);
    [[nodiscard]] static DiskSpace of(const std::filesystem::path& directory);

    /// 0 if the file system does not report it.
    [[nodiscard]] std::uint64_t block_bytes() const noexcept { return block_bytes_; }
    [[nodiscard]] std::uint64_t free_bytes() const noexcept { return free_.bytes; }
    [[nodiscard]] std::uint64_t all_bytes() const noexcept { return all_.bytes; }
    /// The free part of bytes or of inodes, whichever is smaller, from 0 to 1.
    [[nodiscard]] double free_share() const noexcept;
    /// Some file systems create inodes as needed and report none.
    [[nodiscard]] bool lacks_inodes() const noexcept
    {
        return all_.entries > 0 && free_.entries == 0;
    }

    /// Whether a tree took at least half of the free space and a tenth of the whole file system, in
    /// bytes or in inodes. If others had filled the disk, the tree is not at fault, even if it took
    /// the small rest.
    [[nodiscard]] bool is_mostly(const TreeSize& tree) const;

private:
    std::uint64_t block_bytes_ = 0;
    TreeSize free_;
    TreeSize all_; ///< includes used space; no entries if inodes are not counted
};

} // namespace cb
