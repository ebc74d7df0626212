#pragma once

#include "engine/build.hpp"
#include "engine/container/container_cli.hpp"
#include "git/repository.hpp"
#include "git/tree_sink.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The interface that the engines of `cb build` implement, and their common parts.
namespace cb::engine {

/// A manifest keeps this much of the end of a log.
inline constexpr std::size_t max_log_bytes = 65536;

/// One commit to build.
struct BuildInput {
    const git::Repository& repository;
    CommitId commit;
    BuildSettings settings;                    ///< of this job, with its own configuration
    std::map<std::string, std::string> stamps; ///< CB_COMMIT, CB_BRANCH, CB_REPO, as far as known
    /// What identifies the base image; nullopt: the result does not depend on --base.
    std::optional<std::string> base{};
    std::string key{}; ///< hash of everything that the result depends on; empty until known
};

/// Thrown if a job cannot be built; becomes the job's failure. docs/manifest.md lists the reasons.
struct BuildFailed {
    std::string reason;
    std::string message;
    std::string log{}; ///< the end of the build's output
    Fault fault = Fault::commit;
};

/// An engine that builds.
class Builder {
public:
    Builder() = default;
    Builder(const Builder&) = delete;
    Builder& operator=(const Builder&) = delete;
    virtual ~Builder() = default;

    [[nodiscard]] virtual Engine engine() const = 0;

    /// Whether it works on this machine, and so disturbs runs here.
    [[nodiscard]] virtual bool is_here() = 0;

    /// Throws Error{usage} for a setting that this engine does not support.
    virtual void require_support(const BuildSettings& settings) = 0;

    /// What identifies the content of the base image: a name may come to mean another image.
    /// nullopt if the result does not depend on --base. Throws BuildFailed, Interrupted.
    [[nodiscard]] virtual std::optional<std::string> identify_base(const BuildInput& input) = 0;

    /// The stamps that the result depends on. Throws BuildFailed.
    [[nodiscard]] virtual std::map<std::string, std::string>
    used_stamps(const BuildInput& input) = 0;

    /// An earlier build with that key. Throws BuildFailed, Error{unavailable}.
    [[nodiscard]] virtual std::optional<Build> find(const BuildInput& input) = 0;

    /// Builds the commit. Throws BuildFailed, Interrupted, and Error if no commit can be built.
    [[nodiscard]] virtual Build make(const BuildInput& input) = 0;

    /// Pushes the image to the registry of --push, if there is one, and sets `build.image` to its
    /// digest there. Throws like make().
    virtual void push(const BuildInput& input, Build& build) = 0;
};

[[nodiscard]] std::unique_ptr<Builder> container_builder(ContainerCli cli, Log& log);
[[nodiscard]] std::unique_ptr<Builder> native_builder(Log& log);

/// The failure of a job whose repository or commit caused this error, by the table "Whose fault a
/// failure is" in docs/architecture.md.
[[nodiscard]] BuildFailed make_source_failure(const Error& error);

/// The names in the commit's top directory. Throws BuildFailed.
[[nodiscard]] std::vector<std::string> root_names(const BuildInput& input);

/// Gives the commit's tree with the overlay to `sink`. Throws BuildFailed, Interrupted, and what
/// the sink throws that is not an Error.
void export_for_build(const BuildInput& input, git::TreeSink& sink, Log& log);

/// The same to an empty directory. Throws BuildFailed, Interrupted, Error{system} if the file
/// system does not work at all.
void export_to_directory(const BuildInput& input, const std::filesystem::path& directory, Log& log);

} // namespace cb::engine
