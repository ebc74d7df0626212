#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace cb::engine {

/// What matters of a Dockerfile besides what the engine makes of it.
struct DockerfileFacts {
    std::set<std::string> arguments; ///< the names that an ARG declares, in any stage or before
    bool sets_command = false;       ///< whether the last stage has a CMD of this Dockerfile
};

/// `build_args` are what the engine is given: a FROM may name its stage by one. What is wrong with
/// the text is for the engine to say.
[[nodiscard]] DockerfileFacts read_dockerfile(std::string_view text,
                                              const std::map<std::string, std::string>& build_args);

} // namespace cb::engine
