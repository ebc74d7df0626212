#pragma once

#include "base/log.hpp"
#include "engine/container/container_cli.hpp"
#include "engine/runner.hpp"

#include <string>
#include <vector>

namespace cb::engine {

/// Runs a benchmark in a container: create, copy cb-init in, start, remove. Works with any engine
/// that the command line reaches, even a remote one, because nothing is mounted from this machine.
class ContainerRun final : public Runner {
public:
    /// Queries the engine and removes what killed runs left. Throws Error{unavailable}.
    ContainerRun(ContainerCli cli, Log& log);

    [[nodiscard]] Site site() const override;
    [[nodiscard]] std::optional<CpuSet> allowed_cpus() const override;
    [[nodiscard]] Host host() const override;
    [[nodiscard]] bool limits_memory() const override;
    [[nodiscard]] std::optional<std::string> shm_obstacle() const override;
    [[nodiscard]] std::optional<Image> resolve(const std::string& name) override;
    [[nodiscard]] std::map<std::string, std::string> provenance() const override;
    [[nodiscard]] Attempt attempt(const Request& request) override;

private:
    [[nodiscard]] Parsed<pid_t> find_process(const std::string& container) const;

    ContainerCli cli_;
    Log& log_;
    EngineFacts facts_;
};

/// The commands of one iteration, to show to the user. NAME is a placeholder for the run's name.
[[nodiscard]] std::vector<std::vector<std::string>> container_commands(const ContainerCli& cli,
                                                                       const Request& request);

} // namespace cb::engine
