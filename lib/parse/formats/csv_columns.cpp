#include "parse/formats/csv_columns.hpp"

#include "base/file.hpp"
#include "manifest/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace cb::parse {

namespace {

/// Whether the unit may follow a '_'. "latency_min" is a minimum, not minutes.
bool is_suffix(std::string_view unit)
{
    const auto length = nanoseconds(unit);
    return (length && *length <= 1e9) || converted(1, unit, "B").has_value();
}

} // namespace

std::string lower(std::string_view text)
{
    std::string lower;
    for (const char c : text) {
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return lower;
}

Measured measured_of(const std::string& column)
{
    const auto open = column.find_last_of("([");
    if (open != std::string::npos && open > 0 && (column.back() == ')' || column.back() == ']')) {
        return {.name = std::string{trimmed(std::string_view{column}.substr(0, open))},
                .unit = column.substr(open + 1, column.size() - open - 2)};
    }
    constexpr std::string_view per = "_per_";
    if (const auto at = column.rfind(per); at != std::string::npos) {
        const auto above = column.rfind('_', at == 0 ? 0 : at - 1) + 1; // npos + 1 is 0
        const auto start = above > at ? 0 : above;
        return {.name = column,
                .unit = fmt::format("{}/{}",
                                    std::string_view{column}.substr(start, at - start),
                                    std::string_view{column}.substr(at + per.size()))};
    }
    const auto last = column.rfind('_');
    if (last != std::string::npos && last > 0 && is_suffix(column.substr(last + 1))) {
        return {.name = column.substr(0, last), .unit = column.substr(last + 1)};
    }
    return {.name = column, .unit = ""};
}

std::optional<Direction> parse_direction(std::string_view text)
{
    const auto word = lower(text);
    if (word.empty() || word == "unknown") {
        return Direction::unknown;
    }
    if (word.starts_with("lower") || word.starts_with("smaller")) {
        return Direction::lower;
    }
    if (word.starts_with("higher") || word.starts_with("bigger")) {
        return Direction::higher;
    }
    return std::nullopt;
}

std::string statistic_of(const std::string& name)
{
    const auto word = lower(name);
    if (is_one_of(word, std::array<std::string_view, 3>{"mean", "avg", "average"})) {
        return "avg";
    }
    if (is_one_of(word, std::array<std::string_view, 3>{"stddev", "std_dev", "std"})) {
        return "stddev";
    }
    return is_one_of(word, std::array<std::string_view, 3>{"median", "min", "max"}) ? word : "";
}

std::optional<std::string> unit_prefix(const std::string& column)
{
    const auto word = lower(column);
    for (const std::string_view ending : {"unit", "units"}) {
        if (word.size() >= ending.size() &&
            std::string_view{word}.substr(word.size() - ending.size()) == ending) {
            const auto prefix = word.substr(0, word.size() - ending.size());
            if (prefix.empty() || (prefix.size() > 1 && prefix.back() == '_')) {
                return prefix;
            }
        }
    }
    return std::nullopt;
}

} // namespace cb::parse
