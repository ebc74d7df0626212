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

/// What becomes of a result in its series: one series has one unit.
namespace cb::store {

/// A series as the database has it.
struct Series {
    std::int64_t id = 0;
    std::string unit; ///< of all its numbers: the one in which it was stored first
};

/// By series_key.
using SeriesByKey = std::unordered_map<std::string, Series>;
/// By the id of their repository.
using SeriesByRepository = std::unordered_map<std::int64_t, SeriesByKey>;

/// Makes the numbers of a result those of its series. A statistic of a summary is converted as a
/// sample is: all are in the unit of the metric.
class ToSeriesUnit {
public:
    /// \pre both outlive this
    ToSeriesUnit(const std::string& unit, const Series& series)
        : from_{unit}, to_{series.unit}, is_same_{from_ == to_}
    {}

    /// What becomes too large for a double is the largest, so that the rest of the job is kept.
    /// Throws Error{bad_input} where the series has a unit that this program cannot convert to.
    [[nodiscard]] double operator()(double value) const
    {
        return storable(is_same_ ? value : in_series_unit(value));
    }

private:
    [[nodiscard]] double in_series_unit(double value) const;

    std::string_view from_, to_;
    bool is_same_;
};

/// A row of the table measurement, without its keys but that of the series.
struct MeasurementRow {
    std::int64_t series_id = 0;
    std::vector<double> samples{};
    /// Of each result that gave a summary, by their names.
    std::vector<std::map<std::string, double>> statistics{};
    std::optional<std::string> description{}, labels{}; ///< labels: JSON
    std::set<std::string> printed_units{};
};

/// What the results of one job make of its series, in the order in which the series were first
/// printed. A series can be printed twice in one job: its numbers then follow one another.
class Measurements {
public:
    /// Of the results of one series the first description and labels are kept, and the units from
    /// which the numbers of any were converted.
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
    /// The rows of one job, in the order of their places.
    void add(std::int64_t repository_id, std::int64_t job_id, std::span<const MeasurementRow> rows);
    void complete() { copy_->complete(); }

private:
    std::unique_ptr<db::Copy> copy_;
};

} // namespace cb::store
