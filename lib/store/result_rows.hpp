#pragma once

#include "manifest/sections.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What the results of a job become in the tables of sql/: the same for both backends.
namespace cb::store {

struct SeriesRow {
    std::string digest, benchmark, test, metric, unit, direction;
};

/// A result, and where its numbers stand among those of its series in this job.
struct ResultRows {
    /// Spells out the names of the series, and the kind of its unit, so that one series takes all
    /// units that can be converted to one another; its SHA-256 is the digest.
    std::string series_key;
    std::string unit; ///< in which the numbers are: maybe not that of the series
    std::int64_t first_sample = 0;
    std::int64_t first_summary = 0;
    const Result* result = nullptr;
};

/// `prefix` is what the keys of all the series of the job begin with. A series can be printed twice
/// in one job: its numbers are then numbered on. \pre `results` outlives the rows
[[nodiscard]] std::vector<ResultRows> results_of(const std::vector<Result>& results,
                                                 std::string_view prefix);

/// The series as this result would begin it.
[[nodiscard]] SeriesRow series_of(const ResultRows& rows);

/// The summary's numbers by their names; empty where there is none.
[[nodiscard]] std::map<std::string, double> summary_of(const Result& result);

} // namespace cb::store
