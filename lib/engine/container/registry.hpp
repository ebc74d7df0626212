#pragma once

#include "base/log.hpp"
#include "engine/build.hpp"
#include "engine/container/container_cli.hpp"

#include <string>

/// Images in registries. Credentials and certificates are the engine's own.
namespace cb::engine {

/// Gets the newest image of that name, and returns what identifies its content: its digest in the
/// registry, or its id if it is in none. Only an image that came from a registry, or that is
/// absent, is looked for there: another's image must not replace a local one of the same name. If
/// the registry does not answer, the local image counts. Throws BuildFailed if there is no image at
/// all; Interrupted.
[[nodiscard]] std::string
update_base(const ContainerCli& cli, const std::string& name, Duration time, Log& log);

/// Pushes the local image `tag` and returns its name by digest: "REGISTRY/cb-build@sha256:…".
/// Throws BuildFailed with the machine's fault; Interrupted.
[[nodiscard]] std::string push_image(const ContainerCli& cli,
                                     const std::string& tag,
                                     const Registry& registry,
                                     Duration time);

/// Pulls an image that is named by its digest; for any other name, does nothing. Returns why it
/// could not be pulled. Throws Error{unavailable}, Interrupted.
[[nodiscard]] Parsed<void> pull_by_digest(const ContainerCli& cli, const std::string& name);

} // namespace cb::engine
