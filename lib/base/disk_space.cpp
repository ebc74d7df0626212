#include "base/disk_space.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace cb {

namespace {

bool is_most(std::uint64_t taken, std::uint64_t free, std::uint64_t all)
{
    constexpr std::uint64_t trifle = 10; // one tenth of the whole
    return all > 0 && taken >= free - free / 2 && taken >= all / trifle;
}

} // namespace

DiskSpace DiskSpace::of(int directory)
{
    struct statvfs status {};
    if (::fstatvfs(directory, &status) != 0) {
        throw_errno("reading the free space of the file system");
    }
    const bool is_root = ::geteuid() == 0; // root may use the reserved blocks
    DiskSpace space;
    space.block_bytes_ = status.f_frsize;
    space.free_ = {.bytes = status.f_frsize * (is_root ? status.f_bfree : status.f_bavail),
                   .entries = is_root ? status.f_ffree : status.f_favail};
    space.all_ = {.bytes = status.f_frsize * status.f_blocks, .entries = status.f_files};
    return space;
}

DiskSpace DiskSpace::of(const std::filesystem::path& directory)
{
    const Fd opened{::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!opened) {
        throw_errno("opening " + directory.native());
    }
    return of(opened.get());
}

double DiskSpace::free_share() const noexcept
{
    const auto share = [](std::uint64_t free, std::uint64_t all) {
        return all > 0 ? static_cast<double>(free) / static_cast<double>(all) : 1;
    };
    return std::min(share(free_.bytes, all_.bytes), share(free_.entries, all_.entries));
}

bool DiskSpace::is_mostly(const TreeSize& tree) const
{
    return is_most(tree.bytes, free_.bytes, all_.bytes) ||
           is_most(tree.entries, free_.entries, all_.entries);
}

} // namespace cb
