#include "store/aliases.hpp"

#include "base/hash.hpp"
#include "store/lookup.hpp"
#include "store/queries_sql.hpp"
#include "store/stored_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace cb::store {

namespace {

/// A row of the table alias.
struct Rename {
    FormerName source{};
    SeriesInfo target{};
    std::size_t place = 0; ///< in the order in which they were recorded
};

using Renames = std::unordered_map<std::int64_t, Rename>;

/// The last rename of the chain that starts at this one, and the number of renames before it.
std::pair<const Rename*, std::size_t> find_last(const Renames& renames, const Rename& first)
{
    const auto* last = &first;
    for (std::size_t steps = 0; steps < renames.size(); ++steps) {
        const auto next = renames.find(last->target.id);
        if (next == renames.end()) {
            return {last, steps};
        }
        last = &next->second;
    }
    throw Error{Errc::bad_input,
                fmt::format("the database, table alias: series {} is an alias of itself; list the "
                            "aliases with cb alias, and remove one",
                            first.source.series.id)};
}

void convert_known(std::optional<double>& value, const ToSeriesUnit& to_unit)
{
    if (value) {
        value = to_unit(*value);
    }
}

} // namespace

void convert(Point& point, const SeriesInfo& series, const ToSeriesUnit& to_unit)
{
    point.series_id = series.id;
    convert(point.figures, to_unit);
    for (auto& sample : point.samples) {
        sample = to_unit(sample);
    }
    for (auto& statistic : point.statistics) {
        statistic.second = to_unit(statistic.second);
    }
}

void convert(Figures& figures, const ToSeriesUnit& to_unit)
{
    for (auto* const value : {&figures.min,
                              &figures.q1,
                              &figures.median,
                              &figures.q3,
                              &figures.max,
                              &figures.mean,
                              &figures.stddev}) {
        convert_known(*value, to_unit);
    }
}

void convert(JobMedian& median, const SeriesInfo& /*series*/, const ToSeriesUnit& to_unit)
{
    median.value = to_unit(median.value);
}

void convert(JobSpread& spread, const SeriesInfo& /*series*/, const ToSeriesUnit& to_unit)
{
    spread.median = to_unit(spread.median);
    for (auto* const value : {&spread.min, &spread.q1, &spread.q3, &spread.max}) {
        convert_known(*value, to_unit);
    }
}

void convert(StoredMeasurement& measurement, const SeriesInfo& series, const ToSeriesUnit& to_unit)
{
    measurement.series = series;
    convert(measurement.figures, to_unit);
    for (auto& sample : measurement.samples) {
        sample = to_unit(sample);
    }
    for (auto& summary : measurement.summaries) {
        for (auto& statistic : summary) {
            statistic.second = to_unit(statistic.second);
        }
    }
}

Aliases::Aliases(db::Transaction& transaction, std::int64_t repository_id)
{
    bool is_any = false;
    transaction.query(
        sql::any_alias, {repository_id}, [&is_any](const db::Row&) { is_any = true; });
    if (!is_any) {
        return;
    }
    Renames renames;
    transaction.query(sql::aliases_of_repository, {repository_id}, [&](const db::Row& row) {
        const auto id = row.integer(0);
        renames.emplace(id,
                        Rename{.source = {.series = series_at(row, 0),
                                          .renamed_by = std::string{row.text(12)},
                                          .reason = std::string{row.text(14)}},
                               .target = series_at(row, 6),
                               .place = renames.size()});
    });
    struct Placed {
        std::int64_t target_id;
        std::size_t steps;
        const Rename* rename;
    };
    std::vector<Placed> all;
    std::string facts;
    for (const auto& [id, rename] : renames) {
        const auto [last, steps] = find_last(renames, rename);
        target_of_.emplace(id, last->target.id);
        targets_[last->target.id].series = last->target;
        all.push_back({last->target.id, steps, &rename});
    }
    std::sort(all.begin(), all.end(), [](const Placed& a, const Placed& b) {
        return std::tuple{a.target_id, a.steps, b.rename->place} <
               std::tuple{b.target_id, b.steps, a.rename->place};
    });
    for (const auto& [target_id, steps, rename] : all) {
        targets_[target_id].sources.push_back(rename->source);
        facts += fmt::format("{} {}\n", rename->source.series.id, target_id);
    }
    digest_ = facts.empty() ? "" : sha256_hex(facts);
}

std::int64_t Aliases::target_of(std::int64_t series_id) const
{
    const auto at = target_of_.find(series_id);
    return at == target_of_.end() ? series_id : at->second;
}

std::vector<std::int64_t> Aliases::with_sources(std::span<const std::int64_t> ids) const
{
    std::vector<std::int64_t> all{ids.begin(), ids.end()};
    for (const auto id : ids) {
        if (const auto at = targets_.find(id); at != targets_.end()) {
            for (const auto& source : at->second.sources) {
                all.push_back(source.series.id);
            }
        }
    }
    return all;
}

std::vector<SeriesInfo> list_series(db::Transaction& transaction,
                                    std::int64_t repository_id,
                                    const SeriesFilter& filter,
                                    const Aliases& aliases)
{
    auto series = list_series(transaction, repository_id, filter);
    std::erase_if(series, [&](const SeriesInfo& one) { return aliases.is_renamed(one.id); });
    return series;
}

} // namespace cb::store
