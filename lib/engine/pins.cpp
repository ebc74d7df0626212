#include "engine/pins.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

template <typename Set> std::string to_text(const std::optional<Set>& set)
{
    return set ? set->to_string() : "none";
}

} // namespace

void require_pins(const Request& request, const Ready& ready)
{
    if (request.cpus && ready.cpus != request.cpus) {
        throw PinsNotApplied{fmt::format("CPUs {} were requested but the sandbox has {}",
                                         request.cpus->to_string(),
                                         to_text(ready.cpus))};
    }
    if (request.mems && ready.mems != request.mems) {
        throw PinsNotApplied{fmt::format("memory nodes {} were requested but the sandbox has {}",
                                         request.mems->to_string(),
                                         to_text(ready.mems))};
    }
    if (!ready.shm || *ready.shm < request.shm) {
        throw PinsNotApplied{fmt::format("/dev/shm of {} was requested but the sandbox has {}",
                                         request.shm.to_string(),
                                         ready.shm ? ready.shm->to_string() : "none")};
    }
    if (ready.shm_policy != shm_policy(request)) {
        throw PinsNotApplied{
            fmt::format("the policy {} of /dev/shm was requested but the sandbox has {}",
                        shm_policy(request).value_or("none"),
                        ready.shm_policy.value_or("none"))};
    }
}

std::optional<std::string> shm_policy(const Request& request)
{
    return request.shm_nodes ? std::optional{"bind:" + request.shm_nodes->to_string()}
                             : std::nullopt;
}

std::string shm_options(const Request& request)
{
    const auto policy = shm_policy(request);
    return fmt::format(
        "mode=1777,size={}{}", request.shm.count(), policy ? ",mpol=" + *policy : "");
}

} // namespace cb::engine
