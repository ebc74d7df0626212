#pragma once

#include "engine/measure/meter.hpp"
#include "engine/request.hpp"
#include "engine/supervise.hpp"

namespace cb::engine {

/// The exit status by which a benchmark says that the commit is not relevant for it. Automake and
/// Meson use the same one for a test that is skipped.
inline constexpr int exit_not_relevant = 77;

/// Whether the engine reports that the kernel's OOM killer ended a process of the run.
enum class OomKilled { no, yes };

/// Combines cb-init's report, the outside measurements and the result of the supervision. \pre the
/// meter has been stopped
[[nodiscard]] Attempt make_attempt(Supervised supervised,
                                   const Request& request,
                                   const Measured& measured,
                                   OomKilled oom);

} // namespace cb::engine
