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

/// What the engines of `cb build` share.
namespace cb::engine {

/// One commit to build.
struct BuildInput {
    const git::Repository& repository;
    CommitId commit;
    BuildSettings settings;                    ///< of this job
    std::map<std::string, std::string> stamps; ///< CB_COMMIT, CB_BRANCH, CB_REPO, as far as known
    std::string key{}; ///< hash of all that the result depends on; empty until it is known
};

/// Thrown when a job cannot be built: becomes its failure. docs/manifest.md lists the reasons.
struct BuildFailed {
    std::string reason;
    std::string message;
    std::string log{}; ///< the end of what the build printed
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

    /// Whether it works on this machine, and so disturbs what runs here.
    [[nodiscard]] virtual bool is_here() = 0;

    /// Those of the stamps that the result depends on. Throws BuildFailed.
    [[nodiscard]] virtual std::map<std::string, std::string>
    used_stamps(const BuildInput& input) = 0;

    /// What was built of that key before. Throws BuildFailed, Error{unavailable}.
    [[nodiscard]] virtual std::optional<Build> find(const BuildInput& input) = 0;

    /// Builds it. Throws BuildFailed, Interrupted, Error when no commit could be built.
    [[nodiscard]] virtual Build make(const BuildInput& input) = 0;
};

[[nodiscard]] std::unique_ptr<Builder> container_builder(ContainerCli cli, Log& log);
[[nodiscard]] std::unique_ptr<Builder> native_builder(Log& log);

/// The failure of a job whose repository or commit gave this error: the table "Whose fault a
/// failure is" in docs/architecture.md.
[[nodiscard]] BuildFailed failure_of_source(const Error& error);

/// The names in the commit's top directory. Throws BuildFailed.
[[nodiscard]] std::vector<std::string> root_names(const BuildInput& input);

/// Calls `write`, which fills the directory. Throws BuildFailed when there is no room or the
/// operating system refuses this tree, Error{system} when it refuses everything, and what `write`
/// throws besides.
void write_in(const std::filesystem::path& directory, const std::function<void()>& write);

/// Writes the commit's tree to an empty directory and lays the overlay over it. Throws BuildFailed,
/// Interrupted, Error{system} when the file system does not work at all.
void export_for_build(const BuildInput& input, const std::filesystem::path& directory, Log& log);

} // namespace cb::engine
