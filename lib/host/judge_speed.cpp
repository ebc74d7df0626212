#include "host/judgement.hpp"

#include <algorithm>
#include <set>

namespace cb::host {

namespace {

struct Range {
    std::uint64_t lowest_khz = 0, highest_khz = 0;
    unsigned samples = 0;
};

Range find_range(const std::vector<FrequencySample>& during, unsigned cpu)
{
    Range range;
    for (const auto& sample : during) {
        if (const auto at = sample.find(cpu); at != sample.end()) {
            const auto khz = at->second;
            range.lowest_khz = range.samples == 0 ? khz : std::min(range.lowest_khz, khz);
            range.highest_khz = std::max(range.highest_khz, khz);
            ++range.samples;
        }
    }
    return range;
}

double compute_change(const Range& range)
{
    return range.highest_khz == 0 ? 0
                                  : static_cast<double>(range.highest_khz - range.lowest_khz) /
                                        static_cast<double>(range.highest_khz);
}

void judge_frequency(Judgement& judgement, const std::vector<FrequencySample>& during)
{
    constexpr std::string_view code = "frequency_changed";
    std::optional<std::pair<unsigned, Range>> worst;
    for (const unsigned id : judgement.span.cpus.ids()) {
        const auto range = find_range(during, id);
        if (range.samples < 2 || range.highest_khz == 0) {
            judgement.add_unavailable(
                code, fmt::format("CPU {}: its frequency was sampled less than twice", id));
        } else if (!worst || compute_change(range) > compute_change(worst->second)) {
            worst = {id, range};
        }
    }
    if (worst) {
        constexpr std::uint64_t mhz = 1000;
        const auto& [id, range] = *worst;
        judgement.hold(
            {.code = code,
             .weight = Verdict::suspect,
             .unit = "fraction",
             .threshold = judgement.thresholds.frequency_changed},
            {compute_change(range),
             fmt::format(
                 "CPU {}, {} to {} MHz", id, range.lowest_khz / mhz, range.highest_khz / mhz)});
    }
}

void judge_governor(Judgement& judgement)
{
    std::vector<unsigned> cpus;
    std::set<std::string> governors;
    for (const unsigned id : judgement.span.cpus.ids()) {
        for (const auto* const counters : {&judgement.before, &judgement.after}) {
            const auto& governor = Judgement::cpu(*counters, id).governor;
            if (!governor) {
                judgement.add_unavailable("governor", fmt::format("CPU {} has no cpufreq", id));
            } else if (*governor != "performance") {
                cpus.push_back(id);
                governors.insert(fmt::format("{:.16}", *governor)); // the kernel's own limit
            }
        }
    }
    if (!cpus.empty()) {
        judgement.add({.code = "governor",
                       .weight = Verdict::suspect,
                       .detail = fmt::format("CPU {}: {}",
                                             CpuSet::of(std::move(cpus)).to_string(),
                                             fmt::join(governors, ", "))});
    }
}

} // namespace

void judge_speed(Judgement& judgement, const std::vector<FrequencySample>& during)
{
    for (const char* const code : {"frequency_changed", "governor"}) {
        if (judgement.span.cpus.empty()) {
            judgement.add_unavailable(code, "the CPUs of the run are unknown");
        }
    }
    judge_frequency(judgement, during);
    judge_governor(judgement);
}

} // namespace cb::host
