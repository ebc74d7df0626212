#pragma once

#include "base/error.hpp"
#include "engine/request.hpp"

#include <string_view>

namespace cb::engine {

/// Parses the output of `docker image inspect` or `podman image inspect`.
[[nodiscard]] Parsed<Image> parse_image(std::string_view json);

} // namespace cb::engine
