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

    /// Where the engine runs. Only on this machine can cb choose and lock CPUs and identify the
    /// machine.
    enum class Site { here, elsewhere };
    [[nodiscard]] virtual Site site() const = 0;

    /// The CPUs that the engine can give to a benchmark; nullopt: those of our own cpuset.
    [[nodiscard]] virtual std::optional<CpuSet> allowed_cpus() const { return std::nullopt; }

    /// The image with that name; nullopt if the engine does not have it and cannot get it: an image
    /// named by its digest in a registry is pulled. Throws Error{unavailable}.
    [[nodiscard]] virtual std::optional<Image> resolve(const std::string& name) = 0;

    /// The machine that the engine runs on.
    [[nodiscard]] virtual Host host() const = 0;

    /// Whether it enforces a memory limit.
    [[nodiscard]] virtual bool limits_memory() const = 0;

    /// Why /dev/shm cannot be bound to memory nodes, and what to do about it; nullopt if it can.
    [[nodiscard]] virtual std::optional<std::string> shm_obstacle() const { return std::nullopt; }

    /// Describes the engine, for the manifest's run.provenance.
    [[nodiscard]] virtual std::map<std::string, std::string> provenance() const = 0;

    /// Runs one iteration in a new sandbox and always removes the sandbox. Throws PinsNotApplied
    /// before the command starts, Interrupted, Error.
    [[nodiscard]] virtual Attempt attempt(const Request& request) = 0;
};

} // namespace cb::engine
