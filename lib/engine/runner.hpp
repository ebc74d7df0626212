#pragma once

#include "engine/request.hpp"

#include <string>

namespace cb::engine {

/// An engine that runs benchmarks: container_run.hpp, native_run.hpp.
class Runner {
public:
    Runner() = default;
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    virtual ~Runner() = default;

    /// Where the engine runs: CPUs can be chosen and locked, and the machine told, only here.
    enum class Site { here, elsewhere };
    [[nodiscard]] virtual Site site() const = 0;

    /// The CPUs that it can give to a benchmark; none: those of our own cpuset.
    [[nodiscard]] virtual std::optional<CpuSet> allowed_cpus() const { return std::nullopt; }

    /// The image of that name, or none if the engine has not got it. Throws Error{unavailable}.
    [[nodiscard]] virtual std::optional<Image> resolve(const std::string& name) = 0;

    /// The machine that it runs on.
    [[nodiscard]] virtual Host host() const = 0;

    /// Whether a memory limit would be kept.
    [[nodiscard]] virtual bool limits_memory() const = 0;

    /// Why /dev/shm cannot be bound to memory nodes, and what to do about it; none where it can.
    [[nodiscard]] virtual std::optional<std::string> shm_obstacle() const { return std::nullopt; }

    /// What the engine is, for the manifest's run.provenance.
    [[nodiscard]] virtual std::map<std::string, std::string> provenance() const = 0;

    /// One iteration in a fresh sandbox, which is gone afterwards, also when this throws. Throws
    /// PinsNotApplied before the command starts, Interrupted, Error.
    [[nodiscard]] virtual Attempt attempt(const Request& request) = 0;
};

} // namespace cb::engine
