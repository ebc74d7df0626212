#pragma once

#include "engine/request.hpp"
#include "option.hpp"

namespace cb::cmd {

/// The binding of --network.
template <typename T> [[nodiscard]] Binding choose_network(T& network)
{
    using engine::Network;
    return choose<Network>(network, {{"none", Network::none}, {"host", Network::host}});
}

} // namespace cb::cmd
