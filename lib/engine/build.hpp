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

/// A Dockerfile of the operator, outside any commit.
struct OperatorDockerfile {
    std::string path;                  ///< as given by the user
    std::string text;                  ///< as read when cb started
    std::optional<std::string> ignore; ///< content of PATH.dockerignore

    /// Throws Error{usage} if it cannot be read.
    [[nodiscard]] static OperatorDockerfile read(const std::string& path);
};

/// Whether a build may run at the same time as runs on this machine.
enum class Company {
    alone,       ///< no run and no other build at the same time; takes the machine's core locks
    beside_runs, ///< at any time
};

/// The options of `cb build`.
struct BuildSettings {
    /// Nullopt: docker, podman or native, the first that works.
    std::optional<Engine> engine;
    std::optional<std::string> dockerfile; ///< path in the tree; nullopt: see docs/build.md
    std::optional<OperatorDockerfile> dockerfile_from; ///< instead of any in the commit
    Overlay overlay;                                   ///< laid over each tree
    std::optional<std::string> base; ///< image of a generated Dockerfile, and build argument BASE
    std::map<std::string, std::string> build_args;
    std::optional<std::string> prepare; ///< shell command that prepares the tree
    std::optional<Network> network;     ///< nullopt: the engine's default; native: no network
    /// Nullopt: 3/4 of the machine's, if a limit can be enforced.
    std::optional<Bytes> memory;
    Duration timeout = std::chrono::hours{1};
    Company company = Company::alone;
    Duration patience = std::chrono::hours{24}; ///< how long to wait for the machine's cores
};

/// The build stage: turns a job's commit into an image. Builds the same tree and settings only
/// once.
class BuildStage {
public:
    BuildStage(BuildSettings settings, Log& log);
    BuildStage(const BuildStage&) = delete;
    BuildStage& operator=(const BuildStage&) = delete;
    ~BuildStage();

    /// Builds the job's commit. A job that has already failed passes unchanged. A job that cannot
    /// be built is marked as failed, with the fault. Holds no lock on return. Throws Interrupted,
    /// and Error{unavailable} or Error{system} if no job can be built.
    void build(Manifest& job);

private:
    [[nodiscard]] Builder& builder();
    [[nodiscard]] Build build_source(const Manifest& job);

    BuildSettings settings_;
    Log& log_;
    std::unique_ptr<Builder> builder_; ///< null until the first job
};

} // namespace cb::engine
