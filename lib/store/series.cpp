#include "store/series.hpp"

#include "base/error.hpp"
#include "json/writer.hpp"
#include "manifest/units.hpp"
#include "store/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace cb::store {

namespace {

std::string labels_json(const Result& result)
{
    JsonWriter json;
    json.begin_object();
    for (const auto& [name, text] : result.labels) {
        json.member(name, text);
    }
    json.end_object();
    return storable_json(json.take());
}

/// Nullopt if empty.
std::optional<std::string> units_json(const std::set<std::string>& units)
{
    if (units.empty()) {
        return std::nullopt;
    }
    JsonWriter json;
    json.begin_array();
    for (const auto& unit : units) {
        json.value(unit);
    }
    json.end_array();
    return storable_json(json.take());
}

/// Nullopt if empty.
std::optional<std::string>
statistics_json(const std::vector<std::map<std::string, double>>& statistics)
{
    if (statistics.empty()) {
        return std::nullopt;
    }
    JsonWriter json;
    json.begin_array();
    for (const auto& summary : statistics) {
        json.begin_object();
        for (const auto& [name, value] : summary) {
            json.member(name, value);
        }
        json.end_object();
    }
    json.end_array();
    return json.take();
}

Figures figures_of(const MeasurementRow& row)
{
    if (!row.samples.empty()) {
        return figures_of_samples(row.samples);
    }
    return row.statistics.empty() ? Figures{} : figures_of_statistics(row.statistics.front());
}

} // namespace

double ToSeriesUnit::in_series_unit(double value) const
{
    constexpr double max_value = std::numeric_limits<double>::max();
    const auto changed = converted(value, from_, to_);
    if (!changed) {
        throw Error{Errc::bad_input,
                    fmt::format("the database has the series in \"{:.40}\", and this cb cannot "
                                "convert \"{:.40}\" to it",
                                to_,
                                from_)};
    }
    return std::clamp(*changed, -max_value, max_value);
}

void Measurements::add(const ResultRows& rows, const Series& series)
{
    const auto [at, is_new] = places_.emplace(series.id, rows_.size());
    if (is_new) {
        rows_.push_back({.series_id = series.id});
    }
    auto& row = rows_[at->second];
    const auto& result = *rows.result;
    const ToSeriesUnit convert{rows.unit, series.unit};
    for (const double value : result.values) {
        row.samples.push_back(convert(value));
    }
    if (result.summary) {
        std::map<std::string, double> summary;
        for (const auto& [name, value] : *result.summary) {
            summary.emplace(storable(name), convert(value));
        }
        row.statistics.push_back(std::move(summary));
    }
    const bool says_something = !result.description.empty() || !result.labels.empty();
    if (says_something && !row.description) {
        row.description = storable(result.description);
        row.labels = labels_json(result);
    }
    row.printed_units.insert(result.printed_units.begin(), result.printed_units.end());
    if (rows.unit != series.unit) {
        row.printed_units.insert(rows.unit);
    }
}

LogCopy::LogCopy(db::Transaction& transaction)
{
    constexpr std::array<std::string_view, 7> columns{
        "repository_id", "job_id", "output", "error_output", "files", "build_log", "engine_log"};
    copy_ = transaction.copy("log", columns);
}

void LogCopy::add(std::int64_t repository_id, std::int64_t job_id, const LogRow& row)
{
    copy_->add({repository_id,
                job_id,
                db::Blob{row.output},
                db::Blob{row.error_output},
                db::Blob{row.files},
                db::Blob{row.build_log},
                db::Blob{row.engine_log}});
}

MeasurementCopy::MeasurementCopy(db::Transaction& transaction)
{
    constexpr std::array<std::string_view, 17> columns{"repository_id",
                                                       "series_id",
                                                       "job_id",
                                                       "position",
                                                       "n",
                                                       "min",
                                                       "q1",
                                                       "median",
                                                       "q3",
                                                       "max",
                                                       "mean",
                                                       "stddev",
                                                       "samples",
                                                       "statistics",
                                                       "description",
                                                       "labels",
                                                       "printed_units"};
    copy_ = transaction.copy("measurement", columns);
}

void MeasurementCopy::add(std::int64_t repository_id,
                          std::int64_t job_id,
                          std::span<const MeasurementRow> rows)
{
    std::int64_t position = 0;
    for (const auto& row : rows) {
        const auto figures = figures_of(row);
        const auto samples =
            row.samples.empty() ? db::Value{db::Null{}} : db::Value{db::Numbers{row.samples}};
        copy_->add({repository_id,
                    row.series_id,
                    job_id,
                    position++,
                    figures.n,
                    figures.min,
                    figures.q1,
                    figures.median,
                    figures.q3,
                    figures.max,
                    figures.mean,
                    figures.stddev,
                    samples,
                    statistics_json(row.statistics),
                    row.description,
                    row.labels,
                    units_json(row.printed_units)});
    }
}

} // namespace cb::store
