#include "tuning/knob.hpp"

#include "base/text.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace cb::tuning {

struct Knob::Known {
    std::string_view pattern; ///< "#" matches a number
    Kind kind;
};

namespace {

/// Whether the path matches the pattern, where "#" matches a number of up to seven digits.
bool matches(std::string_view path, std::string_view pattern)
{
    constexpr std::size_t max_digits = 7;
    while (!pattern.empty()) {
        if (pattern.front() != '#') {
            if (path.empty() || path.front() != pattern.front()) {
                return false;
            }
            path.remove_prefix(1);
        } else {
            const auto* const end = std::find_if_not(path.begin(), path.end(), &is_digit);
            const auto digits = static_cast<std::size_t>(end - path.begin());
            if (digits == 0 || digits > max_digits || (digits > 1 && path.front() == '0')) {
                return false;
            }
            path.remove_prefix(digits);
        }
        pattern.remove_prefix(1);
    }
    return path.empty();
}

Parsed<std::string> canonical_word(std::string_view text)
{
    constexpr std::size_t max_bytes = 31; // CPUFREQ_NAME_LEN is 16
    const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; };
    if (text.empty() || text.size() > max_bytes || !std::all_of(text.begin(), text.end(), fits)) {
        return tl::unexpected{fmt::format("\"{:.80}\" is not a word", text)};
    }
    return std::string{text};
}

Parsed<std::string> canonical_huge_pages(std::string_view text)
{
    const auto word = chosen_word(text).value_or(std::string{text});
    if (word == "always" || word == "madvise" || word == "never") {
        return word;
    }
    return tl::unexpected{fmt::format("\"{:.80}\" is not one of always, madvise, never", text)};
}

Parsed<CpuSet> some_cpus(Parsed<CpuSet> cpus)
{
    if (cpus && cpus->empty()) {
        return tl::unexpected{std::string{"the list of CPUs is empty"}};
    }
    return cpus;
}

} // namespace

Parsed<Knob> Knob::parse(std::string_view path)
{
    static constexpr std::array<Known, 16> known{{
        {"sys/devices/system/cpu/cpufreq/policy#/scaling_governor", Kind::word},
        {"sys/devices/system/cpu/cpufreq/policy#/energy_performance_preference", Kind::word},
        {"sys/devices/system/cpu/cpufreq/policy#/scaling_min_freq", Kind::number},
        {"sys/devices/system/cpu/cpufreq/policy#/scaling_max_freq", Kind::number},
        {"sys/devices/system/cpu/cpufreq/policy#/scaling_setspeed", Kind::number},
        {"sys/devices/system/cpu/cpufreq/policy#/boost", Kind::number},
        {"sys/devices/system/cpu/cpufreq/boost", Kind::number},
        {"sys/devices/system/cpu/intel_pstate/no_turbo", Kind::number},
        {"sys/devices/system/cpu/cpu#/online", Kind::number},
        {"sys/kernel/mm/transparent_hugepage/enabled", Kind::huge_pages},
        {"proc/irq/default_smp_affinity", Kind::cpu_mask},
        {"proc/irq/#/smp_affinity_list", Kind::cpu_list},
        {"proc/sys/kernel/numa_balancing", Kind::number},
        {"proc/sys/kernel/nmi_watchdog", Kind::number},
        {"proc/sys/kernel/timer_migration", Kind::number},
        {"proc/sys/vm/swappiness", Kind::number},
    }};
    for (const auto& [pattern, kind] : known) {
        if (matches(path, pattern)) {
            return Knob{path, kind};
        }
    }
    return tl::unexpected{fmt::format("\"{:.200}\" is not a file that cb tune writes", path)};
}

Parsed<std::string> Knob::canonical(std::string_view text) const
{
    text = trimmed(text);
    switch (kind_) {
    case Kind::word:
        return canonical_word(text);
    case Kind::number:
        return parse_count(text, 0, std::numeric_limits<std::uint32_t>::max())
            .map([](std::uint64_t number) { return fmt::to_string(number); });
    case Kind::huge_pages:
        return canonical_huge_pages(text);
    case Kind::cpu_list:
        return some_cpus(CpuSet::parse(text)).map(&CpuSet::to_string);
    case Kind::cpu_mask:
        return some_cpus(parse_cpu_mask(text)).map(&cpu_mask);
    }
    return tl::unexpected{std::string{}};
}

std::optional<std::string> Knob::read(const host::SysFiles& files) const
{
    const auto text = files.text(path_);
    auto value = text ? canonical(*text) : tl::unexpected{std::string{}};
    return value ? std::optional{std::move(*value)} : std::nullopt;
}

} // namespace cb::tuning
