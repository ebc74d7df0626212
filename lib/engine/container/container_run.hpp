#pragma once

#include "base/log.hpp"
#include "engine/container/container_cli.hpp"
#include "engine/container/container_words.hpp"
#include "engine/container/init_volume.hpp"
#include "engine/runner.hpp"

#include <string>
#include <vector>

namespace cb::engine {

/// Runs a benchmark in a container: run with the volume that has cb-init, remove. Works with any
/// engine that the command line reaches, even a remote one, because nothing is mounted from this
/// machine.
class ContainerRun final : public Runner {
public:
    /// Starts to query the engine; the first use of an answer waits for it, and throws
    /// Error{unavailable} if there is none. What killed runs left is removed before the first
    /// attempt. Throws NotInstalled.
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
    [[nodiscard]] const EngineFacts& facts() const;
    void sweep_once();
    [[nodiscard]] Parsed<pid_t> find_process(const std::string& run_name, const Ready& ready) const;

    struct Tried {
        InitTrust trust;
        std::optional<Attempt> attempt; ///< nullopt if the file in the volume was refused
    };
    [[nodiscard]] Tried try_once(const ContainerPlan& plan);

    ContainerCli cli_;
    Log& log_;
    // Docker's program takes longer to start than the daemon to answer, so the questions run
    // together.
    mutable std::optional<Asked> asked_facts_; ///< nullopt once the answer is in facts_
    mutable EngineFacts facts_{};
    std::optional<Asked> asked_containers_; ///< nullopt once they were swept
    InitVolume init_;
};

/// The commands of one iteration, to show to the user. NAME is a placeholder for the run's name.
[[nodiscard]] std::vector<std::vector<std::string>> container_commands(const ContainerCli& cli,
                                                                       const Request& request);

} // namespace cb::engine
