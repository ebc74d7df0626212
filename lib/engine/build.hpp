#pragma once

#include "base/log.hpp"
#include "engine/overlay.hpp"
#include "engine/request.hpp"
#include "manifest/manifest.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::engine {

class Builder;
struct BuildInput;

/// A Dockerfile of the operator, outside any commit.
struct OperatorDockerfile {
    std::string path;                  ///< as given by the user
    std::string text;                  ///< as read when cb started
    std::optional<std::string> ignore; ///< content of PATH.dockerignore

    /// Throws Error{usage} if it cannot be read.
    [[nodiscard]] static OperatorDockerfile read(const std::string& path);
};

/// A secret of the operator that a build may read while it runs. It is never in the image, and
/// never part of the key.
struct BuildSecret {
    std::string id;             ///< as named by the Dockerfile: RUN --mount=type=secret,id=ID
    std::filesystem::path file; ///< absolute

    /// Parses "id=ID,file=PATH". The error says what is wrong, as well if the file cannot be read.
    [[nodiscard]] static Parsed<BuildSecret> parse(std::string_view text);
};

/// Where images are pushed: "host[:port][/path]", as `docker push` names a registry.
class Registry {
public:
    [[nodiscard]] static Parsed<Registry> parse(std::string_view text);
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    explicit Registry(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

/// Whether a built tree has a .git.
enum class GitHistory {
    none,
    shallow, ///< of exactly the commit, see git::add_shallow_copy
};

/// What happens to a commit with a submodule whose content is not in the repository.
enum class AbsentSubmodules {
    refuse,
    leave_empty, ///< its directory is empty, as after git clone
};

/// Whether a build may run at the same time as runs on this machine.
enum class Company {
    alone,       ///< no run and no other build at the same time; takes the machine's core locks
    beside_runs, ///< at any time
};

/// How one job is built: the options of `cb build`, and those of the job (docs/configuration.md).
struct BuildSettings {
    /// Nullopt: docker, podman or native, the first that works.
    std::optional<Engine> engine;
    std::optional<std::string> dockerfile; ///< path in the tree; nullopt: see docs/build.md
    std::optional<OperatorDockerfile> dockerfile_from; ///< instead of any in the commit
    Overlay overlay;                                   ///< laid over each tree
    std::optional<std::string> base; ///< image of a generated Dockerfile, and build argument BASE
    std::map<std::string, std::string> build_args;
    GitHistory history = GitHistory::none;
    AbsentSubmodules absent_submodules = AbsentSubmodules::refuse;
    std::optional<std::string> target; ///< the stage to build; nullopt: the last
    std::vector<BuildSecret> secrets;
    std::optional<Registry> push;       ///< where images go after their build
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
    explicit BuildStage(Log& log);
    BuildStage(const BuildStage&) = delete;
    BuildStage& operator=(const BuildStage&) = delete;
    ~BuildStage();

    /// Builds the job's commit with its settings. A job that has already failed passes unchanged. A
    /// job that cannot be built is marked as failed, with the fault. Holds no lock on return.
    /// Throws Interrupted, and Error{unavailable} or Error{system} if no job can be built.
    void build(Manifest& job, const BuildSettings& settings);

private:
    [[nodiscard]] Engine default_engine();
    [[nodiscard]] Builder& builder(std::optional<Engine> asked);
    [[nodiscard]] Build build_source(const Manifest& job, const BuildSettings& settings);
    [[nodiscard]] Build obtain(const BuildInput& input, Builder& maker);
    void compare(const Source& source, Build& build);

    Log& log_;
    std::optional<Engine> default_engine_; ///< nullopt until it was looked for
    std::map<Engine, std::unique_ptr<Builder>> builders_;
};

} // namespace cb::engine
