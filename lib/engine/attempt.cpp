#include "engine/attempt.hpp"

#include "base/gzip.hpp"
#include "base/utf8.hpp"
#include "engine/builder.hpp"
#include "engine/container/container_facts.hpp"
#include "engine/container/engine_fault.hpp"
#include "host/fitness.hpp"
#include "manifest/usage_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

namespace cb::engine {

namespace {

/// The limit because of which cb ended the run; nullopt if cb did not end it.
std::optional<Outcome> find_limit(Supervised::End end)
{
    switch (end) {
    case Supervised::End::output_limit:
        return Outcome::output_limit;
    case Supervised::End::cpu_limit:
        return Outcome::cpu_limit;
    case Supervised::End::disk_limit:
        return Outcome::disk_limit;
    case Supervised::End::closed:
    case Supervised::End::too_late:
        break;
    }
    return std::nullopt;
}

Outcome find_outcome(const Supervised& supervised, Duration timeout, OomKilled oom)
{
    if (const auto limit = find_limit(supervised.end)) {
        return *limit;
    }
    if (!supervised.ended && oom == OomKilled::yes) {
        return Outcome::oom;
    }
    if (!supervised.ended) {
        const bool is_frozen = supervised.ready && supervised.end == Supervised::End::too_late;
        return is_frozen ? Outcome::timeout : Outcome::engine;
    }
    // A frozen sandbox cannot enforce its own limit.
    if (supervised.ended->timed_out || supervised.ended->wall_s > seconds(timeout)) {
        return Outcome::timeout;
    }
    if (supervised.ended->exit_code == 0) {
        return Outcome::ok;
    }
    if (oom == OomKilled::yes) {
        return Outcome::oom;
    }
    if (supervised.ended->signal == SIGXFSZ) { // a file larger than max_file_bytes()
        return Outcome::disk_limit;
    }
    if (supervised.ended->exit_code == exit_not_relevant) {
        return Outcome::not_relevant;
    }
    return supervised.ended->signal ? Outcome::signal : Outcome::exit;
}

/// Splits the cgroup's processor time into user and system time in the proportion of getrusage(2):
/// cgroup v1 counts the two parts only in ticks.
void split_cpu_time(Usage& usage, double cpu_s)
{
    const double user_s = usage.user_s.value_or(0);
    const double both_s = user_s + usage.system_s.value_or(0);
    if (usage.user_s && usage.system_s) {
        const double user_part = both_s > 0 ? user_s / both_s : 1;
        usage.user_s = cpu_s * user_part;
        usage.system_s = cpu_s * (1 - user_part);
    }
}

/// A cgroup counts what getrusage(2) misses, such as children of a process that ignores SIGCHLD.
void add_figures(Usage& usage, const CgroupFigures& figures)
{
    if (figures.user_s && figures.system_s) {
        usage.user_s = figures.user_s;
        usage.system_s = figures.system_s;
    } else if (figures.cpu_s) {
        split_cpu_time(usage, *figures.cpu_s);
    }
    usage.throttled_s = figures.throttled_s;
    usage.pressure_cpu_s = figures.pressure_cpu_s;
    usage.pressure_memory_s = figures.pressure_memory_s;
    usage.pressure_io_s = figures.pressure_io_s;
    usage.peak_memory_bytes = figures.peak_memory_bytes;
    usage.anonymous_bytes = figures.anonymous_bytes;
    usage.file_bytes = figures.file_bytes;
    usage.shared_bytes = figures.shared_bytes;
    usage.swap_bytes = figures.swap_bytes;
}

/// Sets the reason for each missing figure: its source's own reason, or else `otherwise`.
void give_reasons(Usage& usage, const Measured& measured, const std::string& otherwise)
{
    for_each_usage_field([&](const auto& field) {
        if (usage.*field.figure) {
            return;
        }
        const std::string name{field.name};
        const auto counted = measured.counters.unavailable.find(name);
        auto& reason = usage.unavailable[name];
        if (counted != measured.counters.unavailable.end()) {
            reason = counted->second;
        } else if (measured.cgroup && measured.cgroup->unavailable.count(name) != 0) {
            reason = measured.cgroup->unavailable.at(name);
        } else {
            reason = measured.cgroup ? otherwise : measured.cgroup.error();
        }
    });
}

Usage make_usage(const std::optional<Ended>& ended, const Measured& measured)
{
    Usage usage = ended ? ended->usage : Usage{};
    if (measured.cgroup) {
        add_figures(usage, *measured.cgroup);
    }
    usage.instructions = measured.counters.instructions;
    usage.cycles = measured.counters.cycles;
    usage.cache_misses = measured.counters.cache_misses;
    usage.branch_misses = measured.counters.branch_misses;
    give_reasons(usage, measured, ended ? "unknown" : "cb ended the sandbox");
    return usage;
}

Pins make_pins(const Supervised& supervised, const Request& request, const Measured& measured)
{
    Pins pins;
    if (supervised.ready) {
        pins.cpus = supervised.ready->cpus;
        pins.mems = supervised.ready->mems;
        pins.shm = supervised.ready->shm;
        pins.shm_policy = supervised.ready->shm_policy;
    }
    if (supervised.ended && supervised.ended->aslr_is_off) {
        pins.aslr = Aslr::off_verified;
    } else {
        pins.aslr = request.aslr == AslrMode::off ? Aslr::requested_but_on : Aslr::on;
    }
    pins.held_by = measured.held_by;
    if (measured.cgroup) {
        pins.placed_bytes = measured.cgroup->placed_bytes;
    }
    return pins;
}

std::string describe_problem(const Supervised& supervised)
{
    if (supervised.not_started) {
        return fmt::format("{}: {}", supervised.not_started->what, supervised.not_started->message);
    }
    if (!supervised.ready) {
        const auto why = find_message(supervised.log); // here, only the engine wrote to it
        return "the sandbox did not start" + (why.empty() ? "" : ": " + why);
    }
    return supervised.end == Supervised::End::too_late ? "the sandbox did not end in time"
                                                       : "the sandbox ended without a report";
}

/// Whose fault a failed run is. A failing or missing command is the commit's fault. A failing
/// sandbox is the machine's, unless the engine's message says that it cannot run the image.
Fault find_fault(const Supervised& supervised, Outcome outcome)
{
    if (outcome == Outcome::engine && !supervised.not_started) {
        return supervised.ready ? Fault::machine : classify_fault(find_message(supervised.log));
    }
    const bool kept_limit = supervised.ended && supervised.ended->timed_out;
    return outcome == Outcome::timeout && !kept_limit ? Fault::machine : Fault::commit;
}

Bytes get_room_left(std::uint64_t taken, Bytes limit)
{
    return Bytes{limit.count() - std::min(taken, limit.count())};
}

/// Decompresses results files, because a manifest contains text. The output limit bounds the size.
void unpack(std::vector<ResultsFile>& files, Bytes room)
{
    for (auto& file : files) {
        if (is_gzip(file.content)) {
            auto text = gunzip(file.content, room);
            file.problem = text ? file.problem : "the gzip data " + text.error();
            file.content = text ? std::move(*text) : "";
        }
        room = get_room_left(file.content.size(), room);
    }
}

} // namespace

Attempt
make_attempt(Supervised supervised, const Request& request, const Measured& measured, OomKilled oom)
{
    if (measured.cgroup && measured.cgroup->oom_kills > 0) {
        oom = OomKilled::yes;
    }
    Attempt attempt;
    const auto outcome = find_outcome(supervised, request.timeout, oom);
    attempt.iteration.outcome = outcome;
    attempt.fault = find_fault(supervised, outcome);
    attempt.iteration.wall_s = supervised.elapsed_s;
    if (supervised.ended) {
        attempt.iteration.started_at = supervised.ended->started_at;
        attempt.iteration.wall_s = supervised.ended->wall_s;
        attempt.iteration.exit_code = supervised.ended->exit_code;
        attempt.iteration.signal = supervised.ended->signal;
    }
    attempt.iteration.usage = make_usage(supervised.ended, measured);
    attempt.pins = make_pins(supervised, request, measured);
    attempt.fitness = judge_span(measured.host,
                                 attempt.iteration.usage,
                                 attempt.pins.aslr.value_or(Aslr::on),
                                 request.cpus,
                                 request.fitness);
    if (measured.stray) {
        host::add_reason(
            attempt.fitness,
            {.code = "left_cpus", .weight = Verdict::invalid, .detail = *measured.stray});
    }
    attempt.iteration.verdict = attempt.fitness.verdict;
    if (attempt.iteration.outcome == Outcome::engine) {
        attempt.problem = describe_problem(supervised);
    }
    attempt.output = std::move(supervised.output);
    attempt.error_output = std::move(supervised.error_output);
    attempt.files = std::move(supervised.files);
    unpack(attempt.files,
           get_room_left(attempt.output.size() + attempt.error_output.size(), request.output));
    attempt.output_truncated = supervised.output_truncated;
    attempt.log = tail(supervised.log, max_log_bytes);
    return attempt;
}

} // namespace cb::engine
