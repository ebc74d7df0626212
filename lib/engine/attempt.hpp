#pragma once

#include "engine/cgroup.hpp"
#include "engine/request.hpp"
#include "engine/supervise.hpp"

namespace cb::engine {

/// Thrown before the command starts when what was read back in the sandbox is not what was asked.
class PinsNotApplied : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws PinsNotApplied unless the sandbox has the CPUs, the memory nodes and the /dev/shm that
/// were requested.
void require_pins(const Request& request, const Ready& ready);

/// Whether the kernel ended a process of the run for want of memory.
enum class OomKilled { no, yes };

/// Puts together what cb-init reported, what the cgroup counted (or why there is none) and
/// how the supervision ended.
[[nodiscard]] Attempt make_attempt(Supervised supervised,
                                   const Request& request,
                                   const Parsed<CgroupFigures>& figures,
                                   OomKilled oom);

} // namespace cb::engine
