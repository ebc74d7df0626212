#pragma once

#include "manifest/sections.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What the results of a job become in the tables of sql/: the same for both backends.
namespace cb::store {

struct SeriesRow {
    std::string digest, benchmark, test, metric, unit, direction;
};

/// A result and the series that it belongs to.
struct ResultRows {
    /// Spells out the names of the series, and the kind of its unit, so that one series takes all
    /// units that can be converted to one another; its SHA-256 is the digest.
    std::string series_key;
    std::string unit; ///< in which the numbers are: maybe not that of the series
    const Result* result = nullptr;
};

/// \pre `results` outlives the rows
[[nodiscard]] std::vector<ResultRows> results_of(const std::vector<Result>& results);

/// The key of the series with these names: series_key.
[[nodiscard]] std::string series_key(std::string_view benchmark,
                                     std::string_view test,
                                     std::string_view metric,
                                     std::string_view unit,
                                     std::string_view direction);

/// The series as this result would begin it.
[[nodiscard]] SeriesRow series_of(const ResultRows& rows);

} // namespace cb::store
