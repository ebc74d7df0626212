#pragma once

#include "base/log.hpp"
#include "engine/overlay.hpp"
#include "engine/request.hpp"
#include "manifest/manifest.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace cb::engine {

class Builder;

/// A Dockerfile of the operator's, outside of every commit.
struct OperatorDockerfile {
    std::string path;                  ///< as it was named
    std::string text;                  ///< as it was when cb started
    std::optional<std::string> ignore; ///< of its neighbour PATH.dockerignore

    /// Throws Error{usage} when it cannot be read.
    [[nodiscard]] static OperatorDockerfile read(const std::string& path);
};

/// Whether builds keep off runs on this machine.
enum class Company {
    alone,       ///< no run and no other build at the same time: the machine's core locks
    beside_runs, ///< at any time
};

/// What the user of `cb build` decides.
struct BuildSettings {
    std::optional<Engine> engine;          ///< none: docker, podman or native, the first that works
    std::optional<std::string> dockerfile; ///< path in the tree; none: see docs/build.md
    std::optional<OperatorDockerfile> dockerfile_from; ///< instead of any in the commit
    Overlay overlay;                                   ///< laid over each tree
    std::optional<std::string> base; ///< image for a generated Dockerfile, and build argument BASE
    std::map<std::string, std::string> build_args;
    std::optional<std::string> prepare; ///< shell command that makes the tree ready
    std::optional<Network> network;     ///< none: the engine's default; native: no network
    std::optional<Bytes> memory;        ///< none: 3/4 of the machine's, where a limit is kept
    Duration timeout = std::chrono::hours{1};
    Company company = Company::alone;
    Duration patience = std::chrono::hours{24}; ///< how long to wait for the machine's cores
};

/// The stage: makes of a job's commit an image to run. The same tree and settings are built once.
class BuildStage {
public:
    BuildStage(BuildSettings settings, Log& log);
    BuildStage(const BuildStage&) = delete;
    BuildStage& operator=(const BuildStage&) = delete;
    ~BuildStage();

    /// Builds the job's commit. A job that failed before passes as it is; one that cannot be built
    /// is marked so, with whose fault it is. Holds no lock when it returns. Throws Interrupted, and
    /// Error{unavailable} or Error{system} when no job could be built.
    void build(Manifest& job);

private:
    [[nodiscard]] Builder& builder();
    [[nodiscard]] Build build_source(const Manifest& job);

    BuildSettings settings_;
    Log& log_;
    std::unique_ptr<Builder> builder_; ///< none until the first job
};

} // namespace cb::engine
