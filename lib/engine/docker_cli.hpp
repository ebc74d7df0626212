#pragma once

#include "base/subprocess.hpp"
#include "engine/request.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// The docker command line. Contexts, remote hosts and credentials are docker's own business, so
/// cb works with whatever the user's `docker` works with.
namespace cb::engine {

/// `docker WORD...` as a command.
[[nodiscard]] Command docker(std::vector<std::string> words);

/// Runs it to its end. Throws Error{unavailable} when docker is not installed, the daemon does not
/// answer, or it takes longer than `time`; Interrupted. A failure that is docker's answer (no such
/// image) is returned.
[[nodiscard]] Completed run_docker(std::vector<std::string> words,
                                   Duration time = std::chrono::seconds{60},
                                   OnStop on_stop = OnStop::interrupt);

/// Whether docker is installed and its daemon answers. Throws Interrupted.
[[nodiscard]] bool docker_answers();

/// Throws Error{unavailable} with docker's own words unless the daemon answers.
void require_docker();

/// What docker said, as one line: the last line that is not empty, without "docker: " and
/// "Error response from daemon: " in front.
[[nodiscard]] std::string docker_message(const Completed& completed);

/// The image of that name or id; none if the engine has not got it. Throws as run_docker.
[[nodiscard]] std::optional<Image> find_image(const std::string& name);

/// What of the daemon matters to a run.
struct DaemonFacts {
    bool is_local = false;     ///< reached by a Unix socket
    std::string root;          ///< where it keeps its files
    std::string cgroup_driver; ///< "cgroupfs", "systemd", "none"
    std::string version;
    std::string runtime, runtime_version;
    Host host; ///< the daemon's machine, as far as it tells
};

/// Asks the daemon. Throws as run_docker.
[[nodiscard]] DaemonFacts daemon_facts();

} // namespace cb::engine
