#include "parse/merge.hpp"

#include "manifest/units.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace cb::parse {

namespace {

/// The longer of two texts is more informative ("secs", "s"); the first if equally long.
const std::string& longer(const std::string& first, const std::string& second)
{
    return second.size() > first.size() ? second : first;
}

/// The unit for both: the first determines the scale, and the longer of two with equal scale the
/// spelling.
std::string common_unit(const std::string& first, const std::string& second)
{
    const bool is_same_scale =
        first.empty() || second.empty() || converted(1, first, second) == std::optional{1.0};
    return is_same_scale ? longer(first, second) : first;
}

/// Converts the samples of `more` to `unit`; false if that is impossible. Samples without a unit
/// count as being in it.
bool convert(Result& more, const std::string& unit)
{
    if (more.unit.empty() || more.unit == unit) {
        return true;
    }
    for (double& value : more.values) {
        const auto changed = converted(value, more.unit, unit);
        if (!changed || !std::isfinite(*changed)) {
            return false;
        }
        value = *changed;
    }
    return true;
}

std::optional<std::string> contradiction(const Result& before, const Result& more)
{
    if (before.summary || more.summary) {
        return "the metric was printed before, and a summary such as {\"avg\"} cannot be merged";
    }
    if (before.direction != more.direction && before.direction != Direction::unknown &&
        more.direction != Direction::unknown) {
        return "the metric was printed before with the opposite trend";
    }
    return std::nullopt;
}

/// Whether both use only one unit.
bool is_in_one_unit(const Result& before, const Result& more)
{
    return more.printed_units.empty() && (more.unit.empty() || more.unit == before.unit);
}

/// Sets the unit of `before`, and notes the other units printed in it and in `more`.
void take_units(Result& before, const Result& more, std::string unit)
{
    auto& printed = before.printed_units;
    if (!is_in_one_unit(before, more)) {
        printed.insert(more.printed_units.begin(), more.printed_units.end());
        printed.insert({before.unit, more.unit});
        printed.erase(""); // no unit: assumed to be the common one
        printed.erase(unit);
    }
    before.unit = std::move(unit);
}

} // namespace

std::size_t new_unit_bytes(const Result& before, const Result& more)
{
    if (is_in_one_unit(before, more)) {
        return 0;
    }
    const auto bytes_of = [&](const std::string& unit) {
        const bool is_new = unit != before.unit && before.printed_units.count(unit) == 0;
        return is_new ? unit.size() : 0;
    };
    auto bytes = bytes_of(more.unit);
    for (const auto& unit : more.printed_units) {
        bytes += unit == more.unit ? 0 : bytes_of(unit);
    }
    return bytes;
}

std::optional<std::string> merge(Result& before, Result& more)
{
    if (auto reason = contradiction(before, more)) {
        return reason;
    }
    auto unit = common_unit(before.unit, more.unit);
    if (!convert(more, unit)) {
        return fmt::format("the metric was printed before in \"{:.40}\", and \"{:.40}\" cannot be "
                           "converted to it",
                           before.unit,
                           more.unit);
    }
    take_units(before, more, std::move(unit));
    before.values.insert(before.values.end(), more.values.begin(), more.values.end());
    before.description = longer(before.description, more.description);
    if (before.direction == Direction::unknown) {
        before.direction = more.direction;
    }
    for (const auto& range : more.lines) {
        if (before.lines.empty() || before.lines.back() != range) {
            before.lines.push_back(range);
        }
    }
    return std::nullopt;
}

} // namespace cb::parse
