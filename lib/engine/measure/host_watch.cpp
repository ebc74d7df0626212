#include "engine/measure/host_watch.hpp"

#include "host/core_locks.hpp"

#include <unistd.h>

namespace cb::engine {

namespace {

std::optional<double> own_cpu_s(const Usage& usage)
{
    return usage.user_s && usage.system_s ? std::optional{*usage.user_s + *usage.system_s}
                                          : std::nullopt;
}

} // namespace

HostWatch::HostWatch(const std::optional<CpuSet>& cpus)
{
    const auto topology = host::read_topology();
    span_.cpus = cpus ? *cpus : topology.allowed;
    watched_ = host::whole_cores(span_.cpus, topology);
    span_.siblings = minus(watched_, span_.cpus);
}

host::HostCounters HostWatch::read() const
{
    return host::read_counters(files_, watched_, static_cast<unsigned>(::sysconf(_SC_CLK_TCK)));
}

void HostWatch::start()
{
    span_.during.push_back(host::read_frequencies(files_, span_.cpus));
    span_.before = read();
    start_ = last_look_ = Clock::now();
}

void HostWatch::look()
{
    constexpr std::chrono::seconds between{1};
    constexpr std::size_t max_samples = 10'000; // enough for some hours; later samples are dropped
    const auto now = Clock::now();
    if (now - last_look_ >= between && span_.during.size() < max_samples) {
        last_look_ = now;
        span_.during.push_back(host::read_frequencies(files_, span_.cpus));
    }
}

HostSpan HostWatch::stop()
{
    span_.wall = Clock::now() - start_;
    span_.after = read();
    span_.during.push_back(host::read_frequencies(files_, span_.cpus));
    return std::move(span_);
}

Fitness judge_span(const Parsed<HostSpan>& span,
                   const Usage& usage,
                   Aslr aslr,
                   const std::optional<CpuSet>& pinned,
                   const host::FitnessThresholds& thresholds)
{
    if (!span) {
        Fitness fitness;
        if (aslr == Aslr::requested_but_on) {
            host::add_reason(fitness, {.code = "aslr_not_off", .weight = Verdict::invalid});
        }
        fitness.unavailable.emplace("host", span.error());
        return fitness;
    }
    return host::judge(span->before,
                       span->after,
                       span->during,
                       {.wall = span->wall,
                        .cpus = span->cpus,
                        .siblings = span->siblings,
                        .is_pinned = pinned.has_value(),
                        .aslr = aslr,
                        .own_cpu_s = own_cpu_s(usage),
                        .throttled_s = usage.throttled_s},
                       thresholds);
}

} // namespace cb::engine
