#pragma once

#include "base/file.hpp"
#include "engine/request.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// A tmpfs of this machine that becomes a container's /dev/shm, because podman mounts none that is
/// bound to memory nodes: its --tmpfs does not know the option mpol.
namespace cb::engine {

class ShmMount {
public:
    /// Mounts it on a directory of its own, which has the run's name. Throws Error{usage} where we
    /// may not mount, Error{system}.
    ShmMount(const Request& request, const std::string& run_name);
    ShmMount(const ShmMount&) = delete;
    ShmMount& operator=(const ShmMount&) = delete;
    ~ShmMount();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return directory_.path(); }

private:
    TempDir directory_;
};

/// Where those directories are; it need not be there.
[[nodiscard]] std::filesystem::path shm_mounts();

/// Unmounts what is mounted on the directory, if anything is. Who uses it still, keeps it.
void unmount_shm(const std::filesystem::path& directory) noexcept;

/// The commands that do the same, for a person to look at.
[[nodiscard]] std::vector<std::vector<std::string>>
shm_mount_commands(const Request& request, const std::filesystem::path& directory);
[[nodiscard]] std::vector<std::vector<std::string>>
shm_unmount_commands(const std::filesystem::path& directory);

} // namespace cb::engine
