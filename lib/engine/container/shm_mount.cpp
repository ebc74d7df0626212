#include "engine/container/shm_mount.hpp"

#include "base/error.hpp"
#include "base/paths.hpp"
#include "engine/pins.hpp"

#include <sys/mount.h>

#include <cerrno>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

fs::path made_for(const std::string& run_name)
{
    make_private_directory(shm_mounts());
    return shm_mounts() / run_name;
}

} // namespace

ShmMount::ShmMount(const Request& request, const std::string& run_name)
    : directory_{TempDir::at(made_for(run_name))}
{
    const auto options = shm_options(request);
    if (::mount("tmpfs", path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()) == 0) {
        return;
    }
    if (errno == EPERM || errno == EACCES) {
        throw Error{Errc::usage,
                    "cb may not mount a tmpfs here, so podman's /dev/shm cannot be bound to memory "
                    "nodes; run cb as root, or omit --numa and --cpu"};
    }
    throw_errno("mounting " + path().native() + " with " + options);
}

ShmMount::~ShmMount()
{
    unmount_shm(path());
}

fs::path shm_mounts()
{
    return cache_home() / "shm";
}

void unmount_shm(const fs::path& directory) noexcept
{
    ::umount2(directory.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW);
}

std::vector<std::vector<std::string>> shm_mount_commands(const Request& request,
                                                         const fs::path& directory)
{
    return {{"mkdir", "-p", directory.native()},
            {"mount",
             "-t",
             "tmpfs",
             "-o",
             "nosuid,nodev," + shm_options(request),
             "tmpfs",
             directory.native()}};
}

std::vector<std::vector<std::string>> shm_unmount_commands(const fs::path& directory)
{
    return {{"umount", directory.native()}, {"rmdir", directory.native()}};
}

} // namespace cb::engine
