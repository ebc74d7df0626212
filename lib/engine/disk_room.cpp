#include "engine/disk_room.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "engine/tree_walk.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace cb::engine {

namespace {

/// At least half of what was free, and of a disk that was nearly full before no trifle.
bool is_much(std::uint64_t taken, std::uint64_t free, std::uint64_t all)
{
    constexpr std::uint64_t trifle = 10;
    return taken >= free / 2 && taken >= all / trifle;
}

} // namespace

DiskRoom::Free DiskRoom::free_in(const std::filesystem::path& directory)
{
    struct statvfs status {};
    if (::statvfs(directory.c_str(), &status) != 0) {
        return {};
    }
    const bool is_root = ::geteuid() == 0; // who may use what is reserved
    return {.bytes = status.f_frsize * (is_root ? status.f_bfree : status.f_bavail),
            .inodes = is_root ? status.f_ffree : status.f_favail,
            .all_bytes = status.f_frsize * status.f_blocks,
            .all_inodes = status.f_files,
            .counts_inodes = status.f_files > 0};
}

DiskRoom::DiskRoom(std::filesystem::path directory)
    : directory_{std::move(directory)}, before_{free_in(directory_)}
{}

std::optional<Fault> DiskRoom::fault_of_full() const
{
    constexpr std::uint64_t next_to_nothing = 1U << 20U; // the file that did not fit is gone or cut
    constexpr std::uint64_t part = 64;
    const auto now = free_in(directory_);
    const bool lacks_inodes = now.counts_inodes && now.inodes == 0;
    if (now.bytes > std::max(next_to_nothing, before_.bytes / part) && !lacks_inodes) {
        return std::nullopt;
    }
    const auto wrote = size_of_tree(directory_);
    const bool is_large = lacks_inodes ? is_much(wrote.entries, before_.inodes, before_.all_inodes)
                                       : is_much(wrote.bytes, before_.bytes, before_.all_bytes);
    return is_large ? Fault::commit : Fault::machine;
}

bool DiskRoom::is_writable(const std::filesystem::path& directory)
{
    try {
        const TempDir probe{directory};
        const auto file = probe.path() / "probe";
        const Fd fd{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        if (!fd) {
            return false;
        }
        write_all(fd.get(), std::string(4096, 'x'), file.native());
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace cb::engine
