#pragma once

#include "engine/builder.hpp"

#include <optional>
#include <set>
#include <string>

/// Selects the Dockerfile that a container engine builds a commit with: the operator's, one in the
/// tree, or one generated for a base image, in this order.
namespace cb::engine {

struct ChosenDockerfile {
    std::string path;     ///< in the context
    std::string text;     ///< as committed: filters do not matter for what cb looks for
    std::string ignore{}; ///< the patterns of the ignore file that belongs to it; see docs/build.md
    /// Where the tree is in the context, with a trailing slash; empty: at the top. A generated
    /// Dockerfile is beside the tree, so that the tree stays exactly the commit's.
    std::string tree{};
    Overlay own{}; ///< the operator's files, laid over the tree
};

/// Its name in the manifest; nullopt if it is generated. Throws BuildFailed.
[[nodiscard]] std::optional<std::string> get_dockerfile_name(const BuildInput& input);

/// The arguments that the Dockerfile declares with ARG. Throws BuildFailed.
[[nodiscard]] std::set<std::string> declared_arguments(const BuildInput& input);

/// Reads the Dockerfile and the ignore file from the commit and the overlay. Throws BuildFailed if
/// there is no Dockerfile, or if one of the two is a symbolic link: an engine that unpacks the
/// context could follow it out of the tree; Interrupted.
[[nodiscard]] ChosenDockerfile choose_dockerfile(const BuildInput& input);

/// The label that tells `cb run` who chose the image's CMD.
[[nodiscard]] std::string make_command_label(const ChosenDockerfile& dockerfile,
                                             const BuildSettings& settings);

} // namespace cb::engine
