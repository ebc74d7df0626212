#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace cb::engine {

/// What cb needs to know about a Dockerfile.
struct DockerfileFacts {
    std::set<std::string> arguments; ///< names declared by ARG, in any stage or before the first
    bool sets_command = false;       ///< whether the built stage gets its CMD from this Dockerfile
};

/// `build_args` are the arguments given to the engine; a FROM may name its stage with one.
/// `target` is the name or the number of the stage that is built; nullopt: the last. Syntax errors
/// are left to the engine.
[[nodiscard]] DockerfileFacts read_dockerfile(std::string_view text,
                                              const std::map<std::string, std::string>& build_args,
                                              const std::optional<std::string>& target);

} // namespace cb::engine
