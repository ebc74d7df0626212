#pragma once

#include "manifest/sections.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Interprets the column names of a CSV file from an unknown tool.
namespace cb::parse {

/// The text with ASCII letters in lower case.
[[nodiscard]] std::string lower(std::string_view text);

template <std::size_t count>
bool is_one_of(std::string_view word, const std::array<std::string_view, count>& words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

struct Measured {
    std::string name, unit;
};

/// What a column measures, and its unit: "time (ns)", "time [ns]", "time_ns", "ops_per_s".
[[nodiscard]] Measured measured_of(const std::string& column);

/// The summary key for a column with a statistic; empty for other columns.
[[nodiscard]] std::string statistic_of(const std::string& name);

/// The part before "unit" in the name of a unit column: "time_" for "time_unit", which holds the
/// unit of all columns that end in "time"; nullopt for other columns.
[[nodiscard]] std::optional<std::string> unit_prefix(const std::string& column);

/// The better direction as spelled in a cell: "lower", "higher-is-better", ""; nullopt for other
/// words.
[[nodiscard]] std::optional<Direction> parse_direction(std::string_view text);

} // namespace cb::parse
