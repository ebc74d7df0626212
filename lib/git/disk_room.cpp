#include "git/disk_room.hpp"

#include "base/error.hpp"

#include <sys/statvfs.h>

#include <algorithm>

namespace cb::git {

DiskRoom::DiskRoom(int directory)
{
    struct statvfs status {};
    if (::fstatvfs(directory, &status) != 0) {
        throw_errno("asking how much room there is for the tree");
    }
    block_bytes_ = std::max<std::uint64_t>(status.f_frsize, 1);
    free_bytes_ = status.f_bavail * block_bytes_;
    free_inodes_ = status.f_files == 0 ? 0 : status.f_favail;
}

/// A file takes whole blocks.
void DiskRoom::take_bytes(std::uint64_t bytes)
{
    bytes_ += (bytes + block_bytes_ - 1) / block_bytes_ * block_bytes_;
}

bool DiskRoom::is_half_taken() const
{
    return bytes_ >= free_bytes_ - free_bytes_ / 2 ||
           (free_inodes_ != 0 && entries_ >= free_inodes_ - free_inodes_ / 2);
}

} // namespace cb::git
