#include "network_option.hpp"

#include <fmt/format.h>

namespace cb::cmd {

Parsed<engine::Network> parse_network(std::string_view text)
{
    if (text == "none") {
        return engine::Network::none;
    }
    if (text == "host") {
        return engine::Network::host;
    }
    return tl::unexpected{fmt::format("\"{}\" is not one of none, host", text)};
}

} // namespace cb::cmd
