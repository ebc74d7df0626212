#include "parse/formats/jmh_names.hpp"

#include "manifest/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::parse {

namespace {

struct Mode {
    std::string_view name, metric;
};

constexpr std::array modes{Mode{"thrpt", "throughput"},
                           Mode{"avgt", "time"},
                           Mode{"sample", "sample_time"},
                           Mode{"ss", "single_shot_time"}};

} // namespace

std::string_view jmh_metric_of(std::string_view mode)
{
    const auto* const known =
        std::find_if(modes.begin(), modes.end(), [mode](const Mode& candidate) {
            return candidate.name == mode;
        });
    return known == modes.end() ? mode : known->metric;
}

std::string jmh_secondary_metric(std::string_view name, std::string_view mode)
{
    constexpr std::string_view old_prefix = "\u00b7"; // until JMH 1.35
    if (name.starts_with(old_prefix)) {
        name.remove_prefix(old_prefix.size());
    }
    return fmt::format("{} ({})", name, mode);
}

Direction jmh_secondary_direction(std::string_view unit)
{
    const auto direction = direction_of_unit(unit);
    return unit.starts_with("ops/") || direction == Direction::lower ? direction
                                                                     : Direction::unknown;
}

} // namespace cb::parse
