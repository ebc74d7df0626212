#include "stats/stopping_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace cb::stats {

namespace {

using Limits = StoppingRule::Limits;
using std::chrono::milliseconds;

constexpr std::uint64_t max_allowed_runs = 10'000;

/// A decimal number without an exponent, from `min_value` to `max_value`; nullopt otherwise.
std::optional<double> number_in(std::string_view text, double min_value, double max_value)
{
    double number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    const bool fits =
        error == std::errc{} && stop == end && number >= min_value && number <= max_value;
    return fits ? std::optional{number} : std::nullopt;
}

/// Each of these parses the value of one key into the limits, or returns what is wrong.
using Refusal = std::optional<std::string>;

Refusal read_ci(std::string_view value, Limits& limits)
{
    if (value.ends_with('%')) {
        limits.ci_percent = number_in(value.substr(0, value.size() - 1), 0.001, 100);
        if (limits.ci_percent) {
            return std::nullopt;
        }
    }
    return fmt::format("\"{:.80}\" is not a percentage from 0.001% to 100%, such as 1%", value);
}

Refusal read_confidence(std::string_view value, Limits& limits)
{
    const auto number = number_in(value, 0.5, 0.9999);
    if (!number) {
        return fmt::format("\"{:.80}\" is not a number from 0.5 to 0.9999, such as 0.95", value);
    }
    limits.confidence = *number;
    return std::nullopt;
}

Refusal read_count(std::string_view value, std::size_t& count)
{
    const auto parsed = parse_count(value, 1, max_allowed_runs);
    if (!parsed) {
        return parsed.error();
    }
    count = *parsed;
    return std::nullopt;
}

Refusal read_min(std::string_view value, Limits& limits)
{
    return read_count(value, limits.min_runs);
}

Refusal read_runs(std::string_view value, Limits& limits)
{
    return read_count(value, limits.max_runs);
}

Refusal read_max(std::string_view value, Limits& limits)
{
    const auto time = parse_duration(value);
    if (!time) {
        return time.error();
    }
    if (*time < milliseconds{1}) {
        return fmt::format("\"{:.80}\" is less than 1ms", value);
    }
    limits.max_time = std::chrono::floor<milliseconds>(*time); // so that to_string() is exact
    return std::nullopt;
}

struct Key {
    std::string_view name;
    Refusal (*read)(std::string_view value, Limits& limits);
};

constexpr std::array keys{Key{"ci", read_ci},
                          Key{"confidence", read_confidence},
                          Key{"min", read_min},
                          Key{"max", read_max},
                          Key{"runs", read_runs}};

/// Parses one "key=value" into the limits.
Refusal read_part(std::string_view part, Limits& limits, std::set<std::string_view>& seen)
{
    const auto equals = part.find('=');
    const auto name = part.substr(0, equals);
    const auto* const key = std::find_if(
        keys.begin(), keys.end(), [&](const Key& known) { return known.name == name; });
    if (equals == std::string_view::npos || key == keys.end()) {
        return fmt::format("\"{:.80}\" is none of ci=, confidence=, min=, max= and runs=", part);
    }
    if (!seen.insert(key->name).second) {
        return fmt::format("{} is there twice", name);
    }
    const auto refusal = key->read(part.substr(equals + 1), limits);
    return refusal ? std::optional{fmt::format("{}: {}", name, *refusal)} : std::nullopt;
}

/// What is wrong with the combination of the parts.
Refusal contradiction(const Limits& limits, const std::set<std::string_view>& seen)
{
    if (!seen.contains("ci") && !seen.contains("max") && !seen.contains("runs")) {
        return "says not when to stop; write at least one of ci, max and runs, such as ci=1%";
    }
    if (!seen.contains("ci") && seen.contains("min")) {
        return "min is only for ci; without it the runs go on until max or runs";
    }
    if (limits.min_runs > limits.max_runs) {
        return fmt::format("min={} is more than runs={}", limits.min_runs, limits.max_runs);
    }
    return std::nullopt;
}

std::string text_of(Duration time)
{
    struct Unit {
        std::string_view name;
        milliseconds length;
    };
    constexpr std::array units{Unit{"h", std::chrono::hours{1}},
                               Unit{"m", std::chrono::minutes{1}},
                               Unit{"s", std::chrono::seconds{1}},
                               Unit{"ms", milliseconds{1}}};
    const auto* const unit = std::find_if(units.begin(), units.end() - 1, [&](const Unit& each) {
        return time % each.length == Duration::zero();
    });
    return fmt::format("{}{}", time / unit->length, unit->name);
}

} // namespace

Parsed<StoppingRule> StoppingRule::parse(std::string_view text)
{
    Limits limits;
    std::set<std::string_view> seen;
    for (std::size_t at = 0; at <= text.size();) {
        const auto comma = std::min(text.find(',', at), text.size());
        if (const auto refusal = read_part(text.substr(at, comma - at), limits, seen)) {
            return tl::unexpected{*refusal};
        }
        at = comma + 1;
    }
    if (!seen.contains("min")) {
        limits.min_runs = std::min(limits.min_runs, limits.max_runs);
    }
    if (const auto refusal = contradiction(limits, seen)) {
        return tl::unexpected{fmt::format("\"{:.80}\": {}", text, *refusal)};
    }
    StoppingRule rule{limits};
    if (limits.ci_percent && !rule.sequence_.least()) {
        return tl::unexpected{
            fmt::format("runs={} are too few for an interval of confidence {}; allow more runs",
                        limits.max_runs,
                        limits.confidence)};
    }
    return rule;
}

std::string StoppingRule::to_string() const
{
    const auto limits = fmt::format("confidence={},max={},runs={}",
                                    limits_.confidence,
                                    text_of(limits_.max_time),
                                    limits_.max_runs);
    return limits_.ci_percent
               ? fmt::format("ci={}%,min={},{}", *limits_.ci_percent, limits_.min_runs, limits)
               : limits;
}

Decision StoppingRule::decide(std::span<const double> wall_s, Duration elapsed) const
{
    if (limits_.ci_percent) {
        const auto found = interval(wall_s);
        if (found && relative_half_width(*found, wall_s) * 100 <= *limits_.ci_percent) {
            return Decision::precise_enough;
        }
    }
    if (wall_s.size() >= limits_.max_runs) {
        return Decision::out_of_runs;
    }
    return elapsed >= limits_.max_time ? Decision::out_of_time : Decision::go_on;
}

std::optional<Interval> StoppingRule::interval(std::span<const double> wall_s) const
{
    return limits_.ci_percent ? sequence_.interval(wall_s)
                              : median_interval(wall_s, limits_.confidence);
}

} // namespace cb::stats
