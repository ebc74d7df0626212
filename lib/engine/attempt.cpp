#include "engine/attempt.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

constexpr std::size_t log_limit = 65536;

template <typename Set> std::string text_or_none(const std::optional<Set>& set)
{
    return set ? set->to_string() : "none";
}

Outcome outcome_of(const Supervised& supervised, OomKilled oom)
{
    if (supervised.end == Supervised::End::output_limit) {
        return Outcome::output_limit;
    }
    if (!supervised.ended) {
        return oom == OomKilled::yes ? Outcome::oom : Outcome::engine;
    }
    if (supervised.ended->timed_out) {
        return Outcome::timeout;
    }
    if (supervised.ended->exit_code == 0) {
        return Outcome::ok;
    }
    if (oom == OomKilled::yes) {
        return Outcome::oom;
    }
    return supervised.ended->signal ? Outcome::signal : Outcome::exit;
}

/// The cgroup's figures where there are any: they count what getrusage(2) misses, such as children
/// of a process that ignores SIGCHLD.
Usage usage_of(const std::optional<Ended>& ended, const Parsed<CgroupFigures>& figures)
{
    Usage usage = ended ? ended->usage : Usage{};
    std::string no_memory;
    if (figures) {
        usage.user_s = figures->user_s ? figures->user_s : usage.user_s;
        usage.system_s = figures->system_s ? figures->system_s : usage.system_s;
        usage.peak_memory_bytes = figures->peak_memory_bytes;
        no_memory = "this kernel does not count it";
    } else {
        no_memory = figures.error();
    }
    if (!usage.peak_memory_bytes) {
        usage.unavailable["peak_memory_bytes"] = no_memory;
    }
    if (!ended) {
        for (const auto* const name :
             {"minor_faults", "major_faults", "voluntary_switches", "involuntary_switches"}) {
            usage.unavailable[name] = "the sandbox was ended from outside";
        }
        if (!usage.user_s) {
            usage.unavailable["user_s"] = usage.unavailable["system_s"] =
                "the sandbox was ended from outside";
        }
    }
    return usage;
}

Pins pins_of(const Supervised& supervised, const Request& request)
{
    Pins pins;
    if (supervised.ready) {
        pins.cpus = supervised.ready->cpus;
        pins.mems = supervised.ready->mems;
        pins.shm = supervised.ready->shm;
        pins.shm_policy = supervised.ready->shm_policy;
    }
    const bool is_off = supervised.ended && supervised.ended->aslr_is_off;
    if (is_off) {
        pins.aslr = Aslr::off_verified;
    } else {
        pins.aslr = request.aslr == AslrMode::off ? Aslr::requested_but_on : Aslr::on;
    }
    return pins;
}

std::string problem_of(const Supervised& supervised)
{
    if (supervised.not_started) {
        return fmt::format("{}: {}", supervised.not_started->what, supervised.not_started->message);
    }
    if (!supervised.ready) {
        return "the sandbox did not start";
    }
    return supervised.end == Supervised::End::too_late ? "the sandbox did not end in time"
                                                       : "the sandbox ended without a report";
}

} // namespace

void require_pins(const Request& request, const Ready& ready)
{
    if (request.cpus && ready.cpus != request.cpus) {
        throw PinsNotApplied{fmt::format("CPUs {} were asked for and the sandbox has {}",
                                         request.cpus->to_string(),
                                         text_or_none(ready.cpus))};
    }
    if (request.mems && ready.mems != request.mems) {
        throw PinsNotApplied{fmt::format("memory nodes {} were asked for and the sandbox has {}",
                                         request.mems->to_string(),
                                         text_or_none(ready.mems))};
    }
    if (!ready.shm || *ready.shm < request.shm) {
        throw PinsNotApplied{fmt::format("/dev/shm of {} was asked for and the sandbox has {}",
                                         request.shm.to_string(),
                                         ready.shm ? ready.shm->to_string() : "none")};
    }
    if (ready.shm_policy != shm_policy(request)) {
        throw PinsNotApplied{fmt::format("/dev/shm was to have the policy {} and has {}",
                                         shm_policy(request).value_or("none"),
                                         ready.shm_policy.value_or("none"))};
    }
}

std::optional<std::string> shm_policy(const Request& request)
{
    return request.mems ? std::optional{"bind:" + request.mems->to_string()} : std::nullopt;
}

Attempt make_attempt(Supervised supervised,
                     const Request& request,
                     const Parsed<CgroupFigures>& figures,
                     OomKilled oom)
{
    Attempt attempt;
    attempt.iteration.outcome = outcome_of(supervised, oom);
    attempt.iteration.wall_s = supervised.elapsed_s;
    if (supervised.ended) {
        attempt.iteration.wall_s = supervised.ended->wall_s;
        attempt.iteration.exit_code = supervised.ended->exit_code;
        attempt.iteration.signal = supervised.ended->signal;
    }
    attempt.iteration.usage = usage_of(supervised.ended, figures);
    attempt.pins = pins_of(supervised, request);
    if (attempt.iteration.outcome == Outcome::engine) {
        attempt.problem = problem_of(supervised);
    }
    attempt.output = std::move(supervised.output);
    attempt.output_truncated = supervised.output_truncated;
    attempt.log = tail(supervised.log, log_limit);
    return attempt;
}

} // namespace cb::engine
