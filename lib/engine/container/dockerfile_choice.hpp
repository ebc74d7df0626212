#pragma once

#include "engine/builder.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>

/// Selects the Dockerfile that a container engine builds a commit with: the operator's, one in the
/// tree, or one generated for a base image, in this order.
namespace cb::engine {

/// Its name in the manifest; nullopt if it is generated. Throws BuildFailed.
[[nodiscard]] std::optional<std::string> get_dockerfile_name(const BuildInput& input);

/// The arguments that the Dockerfile declares with ARG. Reads the commit, so the tree need not be
/// exported. Throws BuildFailed.
[[nodiscard]] std::set<std::string> declared_arguments(const BuildInput& input);

/// Places the Dockerfile on this machine: in the tree, which was exported to `context`, or in
/// `outside`. Throws BuildFailed if there is no Dockerfile, or if the engine would follow a link
/// out of the tree; Error{system}.
[[nodiscard]] std::filesystem::path place_dockerfile(const BuildInput& input,
                                                     const std::filesystem::path& context,
                                                     const std::filesystem::path& outside);

/// The label that tells `cb run` who chose the image's CMD. Throws BuildFailed.
[[nodiscard]] std::string make_command_label(const std::filesystem::path& dockerfile,
                                             const BuildSettings& settings);

} // namespace cb::engine
