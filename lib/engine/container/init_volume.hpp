#pragma once

#include "base/log.hpp"
#include "engine/container/container_cli.hpp"
#include "engine/init_report.hpp"
#include "engine/supervise.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The volume with cb-init that containers mount read-only: a copy for each run would take longer
/// than most of what `docker run` does.
///
/// Its name has the hash of the program, so another cb uses another volume. A container of cb-init
/// itself fills it (cb-init --install), which replaces the file atomically: processes that fill it
/// together do not disturb one another, and a killed one leaves no part of the file. The engine
/// must not copy what an image has at the mount point into the empty volume ("nocopy"): every later
/// run would execute it.
namespace cb::engine {

/// What a run says about the file in the volume.
enum class InitTrust {
    sound,
    doubtful, ///< the sandbox ended without a word, as a damaged program may do
    refused,  ///< missing or not executable, or not this cb-init
};

/// `program` is the path of cb-init in the container.
[[nodiscard]] InitTrust judge_init(const Supervised& supervised, const std::string& program);

class InitVolume {
public:
    /// Hashes the cb-init of this installation. Throws Error{system}.
    InitVolume();

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// Whether the process executes exactly this cb-init. True if cb may not read that: it may if
    /// it is root.
    [[nodiscard]] bool is_program_of(pid_t pid) const;

    /// Puts cb-init into the volume by a container of the image, of which nothing is executed.
    /// Throws Error{unavailable} if the engine cannot do that; Interrupted.
    void fill(const ContainerCli& cli, const Image& image, Log& log) const;

private:
    std::string hash_;
    std::string name_;
};

/// The PID of cb-init in the container of that run, found in /proc; nullopt if it is not visible.
[[nodiscard]] std::optional<pid_t> find_init_process(std::string_view run_name, const Ready& ready);

/// The volumes of this and other versions of cb-init that no container uses.
[[nodiscard]] std::vector<std::string> list_unused_init_volumes(const ContainerCli& cli);

} // namespace cb::engine
