#pragma once

#include "engine/request.hpp"
#include "manifest/manifest.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The command line and the environment of a job's benchmark.
namespace cb::engine {

/// The command options of `cb run`.
struct CommandWish {
    std::vector<std::string> argv; ///< empty: the job's own, or else the image's
    /// Replaces the image's entrypoint; an empty vector removes it.
    std::optional<std::vector<std::string>> entrypoint;
};

/// The complete argv, built like docker's: the entrypoint, then the command. If no command is
/// given, it is the one set by the project's own Dockerfile, or else `make bench`. An entrypoint in
/// shell form takes no command.
[[nodiscard]] std::vector<std::string>
make_argv(const CommandWish& wish, const Config& config, const Image& image);

/// The job's variables CB_COMMIT, CB_BRANCH and CB_REPO, with which a benchmark can stamp a
/// version, then the user's `env`, which overrides them.
[[nodiscard]] std::vector<std::pair<std::string, std::string>>
make_environment(const Source& source, const std::vector<std::pair<std::string, std::string>>& env);

} // namespace cb::engine
