#pragma once

#include "engine/build.hpp"
#include "engine/container/container_cli.hpp"
#include "git/repository.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The interface that the engines of `cb build` implement, and their common parts.
namespace cb::engine {

/// One commit to build.
struct BuildInput {
    const git::Repository& repository;
    CommitId commit;
    BuildSettings settings;                    ///< of this job, with its own configuration
    std::map<std::string, std::string> stamps; ///< CB_COMMIT, CB_BRANCH, CB_REPO, as far as known
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

    /// The stamps that the result depends on. Throws BuildFailed.
    [[nodiscard]] virtual std::map<std::string, std::string>
    used_stamps(const BuildInput& input) = 0;

    /// An earlier build with that key. Throws BuildFailed, Error{unavailable}.
    [[nodiscard]] virtual std::optional<Build> find(const BuildInput& input) = 0;

    /// Builds the commit. Throws BuildFailed, Interrupted, and Error if no commit can be built.
    [[nodiscard]] virtual Build make(const BuildInput& input) = 0;
};

[[nodiscard]] std::unique_ptr<Builder> container_builder(ContainerCli cli, Log& log);
[[nodiscard]] std::unique_ptr<Builder> native_builder(Log& log);

/// The failure of a job whose repository or commit caused this error, by the table "Whose fault a
/// failure is" in docs/architecture.md.
[[nodiscard]] BuildFailed make_source_failure(const Error& error);

/// The names in the commit's top directory. Throws BuildFailed.
[[nodiscard]] std::vector<std::string> root_names(const BuildInput& input);

/// Calls `write`, which fills the directory. Throws BuildFailed if the disk is full or the
/// operating system refuses this tree, Error{system} if it refuses every file. Other exceptions of
/// `write` pass through.
void write_in(const std::filesystem::path& directory, const std::function<void()>& write);

/// Exports the commit's tree to an empty directory and applies the overlay. Throws BuildFailed,
/// Interrupted, Error{system} if the file system does not work at all.
void export_for_build(const BuildInput& input, const std::filesystem::path& directory, Log& log);

} // namespace cb::engine
