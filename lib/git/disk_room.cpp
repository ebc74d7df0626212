#include "git/disk_room.hpp"

#include "base/error.hpp"

#include <sys/statvfs.h>

#include <algorithm>

namespace cb::git {

namespace {

std::uint64_t many(std::uint64_t free, std::uint64_t all)
{
    return std::max(free - free / 2, all / 10);
}

} // namespace

DiskRoom::DiskRoom(int directory)
{
    struct statvfs status {};
    if (::fstatvfs(directory, &status) != 0) {
        throw_errno("asking how much room there is for the tree");
    }
    block_bytes_ = std::max<std::uint64_t>(status.f_frsize, 1);
    many_bytes_ = many(status.f_bavail, status.f_blocks) * block_bytes_;
    many_inodes_ = many(status.f_favail, status.f_files);
}

/// A file takes whole blocks.
void DiskRoom::take_bytes(std::uint64_t bytes)
{
    bytes_ += (bytes + block_bytes_ - 1) / block_bytes_ * block_bytes_;
}

bool DiskRoom::is_mostly_taken() const
{
    return bytes_ >= many_bytes_ || (many_inodes_ != 0 && entries_ >= many_inodes_);
}

} // namespace cb::git
