#pragma once

#include "engine/measure/meter.hpp"
#include "engine/request.hpp"
#include "engine/supervise.hpp"

namespace cb::engine {

/// Whether the engine says that the kernel ended a process of the run for want of memory.
enum class OomKilled { no, yes };

/// Puts together what cb-init reported, what was measured from outside and how the supervision
/// ended. \pre the meter has stopped
[[nodiscard]] Attempt make_attempt(Supervised supervised,
                                   const Request& request,
                                   const Measured& measured,
                                   OomKilled oom);

} // namespace cb::engine
