#pragma once

#include "db/database.hpp"
#include "store/result_rows.hpp"
#include "store/rows.hpp"
#include "store/storable.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Adds results to their series. A series has one unit.
namespace cb::store {

/// A series as stored.
struct Series {
    std::int64_t id = 0;
    std::string unit; ///< of all its numbers: the unit of its first result
};

/// By series_key.
using SeriesByKey = std::unordered_map<std::string, Series>;
/// By the id of their repository.
using SeriesByRepository = std::unordered_map<std::int64_t, SeriesByKey>;

/// Converts the numbers of a result to the unit of its series. Statistics of a summary are
/// converted like samples, because they share the metric's unit.
class ToSeriesUnit {
public:
    /// \pre both outlive this
    ToSeriesUnit(const std::string& unit, const std::string& series_unit)
        : from_{unit}, to_{series_unit}, is_same_{from_ == to_}
    {}

    /// A value that becomes too large for a double becomes the largest one, so that the rest of the
    /// job is kept. Throws Error{bad_input} if this program cannot convert to the unit of the
    /// series.
    [[nodiscard]] double operator()(double value) const
    {
        return storable(is_same_ ? value : in_series_unit(value));
    }

private:
    [[nodiscard]] double in_series_unit(double value) const;

    std::string_view from_, to_;
    bool is_same_;
};

/// A row of the table measurement, without its keys except the series.
struct MeasurementRow {
    std::int64_t series_id = 0;
    std::vector<double> samples{};
    /// For each result with a summary, the statistics by name.
    std::vector<std::map<std::string, double>> statistics{};
    std::optional<std::string> description{}, labels{}; ///< labels: JSON
    std::set<std::string> printed_units{};
};

/// The measurement rows of one job, in the order in which their series were first printed. If a job
/// prints a series more than once, the numbers are concatenated.
class Measurements {
public:
    /// For each series, keeps the first description and labels, and all units from which numbers
    /// were converted.
    void add(const ResultRows& rows, const Series& series);
    [[nodiscard]] std::span<const MeasurementRow> rows() const noexcept { return rows_; }

private:
    std::vector<MeasurementRow> rows_{};
    std::unordered_map<std::int64_t, std::size_t> places_{}; ///< of rows_, by series_id
};

/// Loads rows into the table log.
class LogCopy {
public:
    explicit LogCopy(db::Transaction& transaction);
    void add(std::int64_t repository_id, std::int64_t job_id, const LogRow& row);
    void complete() { copy_->complete(); }

private:
    std::unique_ptr<db::Copy> copy_;
};

/// Loads rows into the table measurement.
class MeasurementCopy {
public:
    explicit MeasurementCopy(db::Transaction& transaction);
    /// The rows of one job, in order.
    void add(std::int64_t repository_id, std::int64_t job_id, std::span<const MeasurementRow> rows);
    void complete() { copy_->complete(); }

private:
    std::unique_ptr<db::Copy> copy_;
};

} // namespace cb::store
