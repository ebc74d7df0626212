#pragma once

/// The labels that `cb build` gives to its images. An image inherits the labels of its base, so
/// each of them is always set.
namespace cb::engine {

/// The name of every image that cb builds, before its tag.
inline constexpr auto built_repository = "cb-build";

/// "1": cb made the image, and may remove it.
inline constexpr auto build_label = "org.cb.build";

/// Whose the image's default command (CMD) is: one of the two words below.
inline constexpr auto command_label = "org.cb.command";
/// The last stage of the project's own Dockerfile sets it: it is what the benchmark runs.
inline constexpr auto command_of_dockerfile = "dockerfile";
/// Nobody in the project chose it: the base image's, or there is none.
inline constexpr auto command_of_nobody = "none";

} // namespace cb::engine
