#pragma once

#include "base/error.hpp"
#include "engine/request.hpp"

#include <string_view>

namespace cb::cmd {

/// "none" or "host"
[[nodiscard]] Parsed<engine::Network> parse_network(std::string_view text);

} // namespace cb::cmd
