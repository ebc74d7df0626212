#pragma once

#include "engine/request.hpp"
#include "manifest/manifest.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What is run for a job, and what it is told.
namespace cb::engine {

/// What the user of `cb run` says of the command.
struct CommandWish {
    std::vector<std::string> argv; ///< empty: the job's own, else that of the image
    /// In place of the image's own; empty: without one.
    std::optional<std::vector<std::string>> entrypoint;
};

/// The whole argv, as docker makes it: the entrypoint, then the command. If nobody names a command,
/// it is the one that the project's own Dockerfile sets, else `make bench`; and behind an
/// entrypoint in shell form, which takes no command, there is none.
[[nodiscard]] std::vector<std::string>
make_argv(const CommandWish& wish, const Config& config, const Image& image);

/// What the command is told of its job, CB_COMMIT, CB_BRANCH and CB_REPO, so that a version can be
/// stamped; `env`, which the user gives, comes later and wins.
[[nodiscard]] std::vector<std::pair<std::string, std::string>>
make_environment(const Source& source, const std::vector<std::pair<std::string, std::string>>& env);

} // namespace cb::engine
