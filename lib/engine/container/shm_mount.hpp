#pragma once

#include "base/file.hpp"
#include "engine/request.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// A tmpfs on this machine that becomes a container's /dev/shm. Podman cannot bind a tmpfs to
/// memory nodes itself: its --tmpfs does not support the option mpol.
namespace cb::engine {

class ShmMount {
public:
    /// Mounts it on its own directory, named after the run. Throws Error{usage} if cb may not
    /// mount; Error{system}.
    ShmMount(const Request& request, const std::string& run_name);
    ShmMount(const ShmMount&) = delete;
    ShmMount& operator=(const ShmMount&) = delete;
    ~ShmMount();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return directory_.path(); }

private:
    TempDir directory_;
};

/// The parent of those directories; it may not exist.
[[nodiscard]] std::filesystem::path shm_mounts();

/// Unmounts what is mounted on the directory, if anything. A process that still uses the mount
/// keeps it.
void unmount_shm(const std::filesystem::path& directory) noexcept;

/// The equivalent commands, to show to the user.
[[nodiscard]] std::vector<std::vector<std::string>>
shm_mount_commands(const Request& request, const std::filesystem::path& directory);
[[nodiscard]] std::vector<std::vector<std::string>>
shm_unmount_commands(const std::filesystem::path& directory);

} // namespace cb::engine
