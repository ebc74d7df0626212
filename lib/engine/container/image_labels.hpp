#pragma once

/// The labels that `cb build` sets on its images. An image inherits the labels of its base image,
/// so all labels are always set.
namespace cb::engine {

/// The name, without tag, of every image that cb builds.
inline constexpr auto built_repository = "cb-build";

/// "1": cb built the image and may remove it.
inline constexpr auto build_label = "org.cb.build";

/// Who chose the image's default command (CMD): one of the two values below.
inline constexpr auto command_label = "org.cb.command";
/// The project: the last stage of its Dockerfile sets the command that the benchmark runs.
inline constexpr auto command_of_dockerfile = "dockerfile";
/// Not the project: the command is the base image's, or absent.
inline constexpr auto command_of_nobody = "none";

} // namespace cb::engine
