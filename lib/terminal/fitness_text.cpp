#include "terminal/fitness_text.hpp"

#include "base/utf8.hpp"
#include "host/fitness_thresholds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace cb::terminal {

namespace {

constexpr std::size_t max_detail = 200;

/// Reasons without a threshold. docs/fitness.md
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> plain_reasons{
    {{"aslr_not_off", "the kernel randomized the addresses of the command"},
     {"not_pinned", "the run was not pinned to CPUs; see --cpu"},
     {"left_cpus", "a thread ran on a CPU outside those of the run"},
     {"governor", "the governor of a CPU of the run is not performance"}}};

std::string describe_code(const std::string& code)
{
    const auto* const plain =
        std::find_if(plain_reasons.begin(), plain_reasons.end(), [&](const auto& reason) {
            return reason.first == code;
        });
    if (plain != plain_reasons.end()) {
        return std::string{plain->second};
    }
    const auto thresholds = host::threshold_names();
    const auto threshold =
        std::find_if(thresholds.begin(), thresholds.end(), [&](const host::ThresholdName& each) {
            return each.name == code;
        });
    return threshold == thresholds.end() ? printable(code, max_detail)
                                         : std::string{threshold->help};
}

std::string to_figure(double value, const std::string& unit)
{
    constexpr double percent = 100;
    if (unit == "fraction") {
        return fmt::format("{:.3g} %", percent * value);
    }
    return fmt::format("{:.3g}{}{}", value, unit.empty() ? "" : " ", printable(unit, max_detail));
}

} // namespace

std::string to_reason_text(const FitnessReason& reason)
{
    auto text = describe_code(reason.code);
    if (reason.value) {
        text += ": " + to_figure(*reason.value, reason.unit);
    }
    if (reason.value && reason.threshold) {
        text += ", at most " + to_figure(*reason.threshold, reason.unit);
    }
    return reason.detail.empty()
               ? text
               : fmt::format("{} ({})", text, printable(reason.detail, max_detail));
}

Hue hue_of(Verdict verdict)
{
    switch (verdict) {
    case Verdict::clean:
        return Hue::good;
    case Verdict::suspect:
        return Hue::unclear;
    case Verdict::invalid:
        break;
    }
    return Hue::bad;
}

} // namespace cb::terminal
