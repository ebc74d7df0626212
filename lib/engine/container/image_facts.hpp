#pragma once

#include "base/error.hpp"
#include "engine/request.hpp"

#include <string_view>

namespace cb::engine {

/// The image that `docker image inspect` or `podman image inspect` describes.
[[nodiscard]] Parsed<Image> parse_image(std::string_view json);

} // namespace cb::engine
