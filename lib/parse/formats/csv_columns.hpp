#pragma once

#include "manifest/sections.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// What the columns of a CSV file of nobody in particular say by their names.
namespace cb::parse {

/// The text with its ASCII letters in lower case.
[[nodiscard]] std::string lower(std::string_view text);

template <std::size_t count>
bool is_one_of(std::string_view word, const std::array<std::string_view, count>& words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

struct Measured {
    std::string name, unit;
};

/// The name of what a column measures, and its unit: "time (ns)", "time [ns]", "time_ns",
/// "ops_per_s".
[[nodiscard]] Measured measured_of(const std::string& column);

/// The key in a summary of the statistic that the column is; empty if it is none.
[[nodiscard]] std::string statistic_of(const std::string& name);

/// What the column of a unit is called before "unit": "time_" of "time_unit", which is the unit of
/// all columns that end in "time"; none where it is no column of a unit.
[[nodiscard]] std::optional<std::string> unit_prefix(const std::string& column);

/// Which way is better, as a cell says it: "lower", "higher-is-better", ""; none for other words.
[[nodiscard]] std::optional<Direction> parse_direction(std::string_view text);

} // namespace cb::parse
