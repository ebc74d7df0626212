#pragma once

#include "base/quantity.hpp"

#include <functional>

namespace cb {

/// How often a wait calls the heartbeat, at least.
inline constexpr Duration heartbeat_interval = std::chrono::milliseconds{500};

/// Called by every wait of cb, before it and while it lasts, so that a display can show that time
/// passes. The state is global, like that of stop.hpp, because waits are far below those who
/// display. An empty function turns it off. `beat` must not wait, throw, or set the heartbeat.
void set_heartbeat(std::function<void()> beat);

/// Whether waits have to wake up for it.
[[nodiscard]] bool has_heartbeat() noexcept;

/// Calls it, if there is one.
void beat();

} // namespace cb
