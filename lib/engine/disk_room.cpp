#include "engine/disk_room.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "engine/tree_walk.hpp"

#include <algorithm>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace cb::engine {

DiskRoom::DiskRoom(std::filesystem::path directory)
    : directory_{std::move(directory)}, before_{DiskSpace::of(directory_)}
{}

std::optional<Fault> DiskRoom::judge_full_disk() const
{
    // The file that did not fit was removed or truncated.
    constexpr std::uint64_t next_to_nothing = 1U << 20U;
    constexpr std::uint64_t part = 64;
    const auto now = DiskSpace::of(directory_);
    if (now.free_bytes() > std::max(next_to_nothing, before_.free_bytes() / part) &&
        !now.lacks_inodes()) {
        return std::nullopt;
    }
    return before_.is_mostly(measure_tree(directory_)) ? Fault::commit : Fault::machine;
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
