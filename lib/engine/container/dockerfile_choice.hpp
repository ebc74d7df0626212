#pragma once

#include "engine/builder.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>

/// Which Dockerfile a container engine builds a commit with: the operator's, else one in the tree,
/// else one made over a base image.
namespace cb::engine {

/// What the manifest calls it; none: it is made. Throws BuildFailed.
[[nodiscard]] std::optional<std::string> name_of_dockerfile(const BuildInput& input);

/// The arguments that it declares with ARG. Reads the commit, whose tree need not be exported.
/// Throws BuildFailed.
[[nodiscard]] std::set<std::string> declared_arguments(const BuildInput& input);

/// Its place on this machine: in the tree, which was exported to `context`, or in `outside`. Throws
/// BuildFailed when there is none, or the engine would be led out of the tree; Error{system}.
[[nodiscard]] std::filesystem::path place_dockerfile(const BuildInput& input,
                                                     const std::filesystem::path& context,
                                                     const std::filesystem::path& outside);

/// The label that tells `cb run` whose the image's CMD is. Throws BuildFailed.
[[nodiscard]] std::string command_label_for(const std::filesystem::path& dockerfile,
                                            const BuildSettings& settings);

} // namespace cb::engine
