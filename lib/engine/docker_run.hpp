#pragma once

#include "base/log.hpp"
#include "engine/docker_cli.hpp"
#include "engine/runner.hpp"

#include <string>
#include <vector>

namespace cb::engine {

/// Runs a benchmark in a container: create, copy cb-init in, start, remove. Works with any daemon
/// that the docker command line reaches, because nothing is mounted from this machine.
class DockerRun final : public Runner {
public:
    /// Asks the daemon what it is. Throws Error{unavailable}.
    explicit DockerRun(Log& log);

    [[nodiscard]] std::optional<std::string> resolve(const std::string& image) override;
    [[nodiscard]] Attempt attempt(const Request& request) override;

    /// The commands of one iteration, for a person to look at. NAME stands for random digits.
    [[nodiscard]] static std::vector<std::vector<std::string>> commands(const Request& request);

private:
    Log& log_;
    DaemonFacts facts_;
};

} // namespace cb::engine
