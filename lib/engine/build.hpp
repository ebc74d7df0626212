#pragma once

#include "base/log.hpp"
#include "engine/container_cli.hpp"
#include "engine/request.hpp"
#include "git/repository.hpp"
#include "manifest/manifest.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace cb::engine {

/// What the user of `cb build` decides.
struct BuildSettings {
    std::optional<Engine> engine;          ///< none: docker, podman or native, the first that works
    std::optional<std::string> dockerfile; ///< path in the tree; none: see docs/build.md
    std::optional<std::string> base; ///< image for a generated Dockerfile, and build argument BASE
    std::map<std::string, std::string> build_args;
    std::optional<std::string> prepare; ///< shell command that makes the tree ready
    std::optional<Network> network;     ///< none: the engine's default; native: no network
    Duration timeout = std::chrono::hours{1};
};

/// The stage: makes of a job's commit an image to run. The same tree and settings are built once.
class BuildStage {
public:
    BuildStage(BuildSettings settings, Log& log);

    /// Builds the job's commit. A job that failed before passes as it is; one that cannot be built
    /// is marked so. Throws Interrupted, Error{unavailable}, Error{usage}, Error{system}.
    void build(Manifest& job);

private:
    [[nodiscard]] Engine engine();

    BuildSettings settings_;
    Log& log_;
};

/// One commit to build.
struct BuildInput {
    const git::Repository& repository;
    CommitId commit;
    std::string key; ///< hash of all that the result depends on
};

/// Thrown when a job cannot be built: becomes its failure.
struct BuildFailed {
    std::string reason; ///< "build_failed", "no_dockerfile", "export_failed", "commit_gone"
    std::string message;
    std::string log; ///< the end of what the build printed
};

/// Throws BuildFailed, Interrupted, Error.
[[nodiscard]] Build container_build(const ContainerCli& cli,
                                    const BuildInput& input,
                                    const BuildSettings& settings,
                                    Log& log);
[[nodiscard]] Build native_build(const BuildInput& input, const BuildSettings& settings, Log& log);

/// Writes the commit's tree to an empty directory. Throws BuildFailed, Error{system}.
void export_for_build(const BuildInput& input, const std::filesystem::path& directory, Log& log);

} // namespace cb::engine
