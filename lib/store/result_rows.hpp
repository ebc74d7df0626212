#pragma once

#include "manifest/sections.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Converts the results of a job to rows of the tables in sql/, for both backends.
namespace cb::store {

struct SeriesRow {
    std::string digest, benchmark, test, metric, unit, direction;
};

/// A result and its series.
struct ResultRows {
    /// The names of the series and the kind of its unit, so that all convertible units share one
    /// series. Its SHA-256 is the digest.
    std::string series_key;
    std::string unit; ///< the unit of these numbers, which may differ from the series' unit
    const Result* result = nullptr;
};

/// \pre `results` outlives the rows
[[nodiscard]] std::vector<ResultRows> results_of(const std::vector<Result>& results);

/// The series_key for these names.
[[nodiscard]] std::string series_key(std::string_view benchmark,
                                     std::string_view test,
                                     std::string_view metric,
                                     std::string_view unit,
                                     std::string_view direction);

/// The series row if this result is the first of its series.
[[nodiscard]] SeriesRow series_of(const ResultRows& rows);

} // namespace cb::store
