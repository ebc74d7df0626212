#pragma once

#include <cstdint>

namespace cb::git {

/// The room of a file system, and what of it was taken since. Tells a tree that is too large for
/// this machine from a disk that others filled.
class DiskRoom {
public:
    /// Of the file system that the open directory is on. Throws Error{system}.
    explicit DiskRoom(int directory);

    void take_entry() { ++entries_; }
    void take_bytes(std::uint64_t bytes);

    /// Whether what was taken is at least half of the bytes that were free in the beginning, and a
    /// tenth of all that the file system has, or the same of inodes. A disk that others had filled
    /// is no tree's fault, however much of the little that was left the tree took.
    [[nodiscard]] bool is_mostly_taken() const;

private:
    std::uint64_t block_bytes_;
    std::uint64_t many_bytes_;  ///< at which is_mostly_taken()
    std::uint64_t many_inodes_; ///< the same; 0: the file system does not count them
    std::uint64_t bytes_ = 0;
    std::uint64_t entries_ = 0;
};

} // namespace cb::git
