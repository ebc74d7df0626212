#include "store/parquet_export.hpp"

#include "base/progress.hpp"
#include "store/history_map.hpp"
#include "store/lookup.hpp"
#include "store/parquet_rows.hpp"
#include "store/upgrade.hpp"

#include <fmt/format.h>

#include <map>
#include <numeric>
#include <unordered_set>
#include <vector>

namespace cb::store {

namespace {

bool is_restricted(const HistoryFilter& filter)
{
    return filter.branch || filter.first || filter.last || filter.since || filter.worker;
}

/// The current runs by month, ordered by time. With a filter: those at the commits that it selects.
std::map<std::string, std::vector<DatedRun>>
runs_by_month(db::Transaction& transaction, std::int64_t repository_id, const HistoryFilter& filter)
{
    std::unordered_set<std::int64_t> chosen;
    if (is_restricted(filter)) {
        const HistoryMap map{transaction, repository_id, filter};
        chosen.insert(map.job_ids().begin(), map.job_ids().end());
    }
    std::map<std::string, std::vector<DatedRun>> months;
    transaction.query(
        fmt::format("SELECT job.id, {0} FROM job WHERE job.repository_id = $1 AND job.is_current "
                    "ORDER BY {0}, job.id",
                    run_time),
        {repository_id},
        [&](const db::Row& row) {
            const DatedRun run{row.integer(0), row.time(1).value_or(Time{})};
            if (!is_restricted(filter) || chosen.contains(run.id)) {
                months[month_of(run.at)].push_back(run);
            }
        });
    return months;
}

/// A function that is empty if the filter does not restrict.
WantsSeries wants_of(const std::vector<SeriesInfo>& series, const SeriesFilter& filter)
{
    if (!filter.benchmark && !filter.test && !filter.metric) {
        return {};
    }
    std::unordered_set<std::int64_t> ids;
    for (const auto& one : series) {
        ids.insert(one.id);
    }
    return [ids = std::move(ids)](std::int64_t id) { return ids.contains(id); };
}

} // namespace

ParquetSummary write_parquet(const Target& target,
                             const Selection& selection,
                             const std::filesystem::path& directory,
                             const std::string& cb_version,
                             Log& log)
{
    const auto database = db::open_database(target, db::Access::read);
    ParquetSummary summary;
    for (const auto& repository : selection.repositories) {
        auto transaction = database->begin_read();
        const auto id = find_repository(*transaction, repository);
        if (!id) {
            continue; // deleted meanwhile
        }
        const auto months = runs_by_month(*transaction, *id, selection.history);
        const auto wants =
            wants_of(list_series(*transaction, *id, selection.series), selection.series);
        transaction.reset();
        Progress progress{log,
                          {.verb = "exporting " + repository,
                           .singular = "run",
                           .total = std::accumulate(months.begin(),
                                                    months.end(),
                                                    std::uint64_t{0},
                                                    [](std::uint64_t sum, const auto& month) {
                                                        return sum + month.second.size();
                                                    })}};
        for (const auto& [month, runs] : months) {
            const auto rows =
                write_parquet_file(*database,
                                   *id,
                                   runs,
                                   RowKind::measurement,
                                   directory / directory_of(repository) / (month + ".parquet"),
                                   cb_version,
                                   wants);
            summary.files += rows > 0 ? 1 : 0;
            summary.rows += rows;
            progress.advance(runs.size());
        }
    }
    return summary;
}

} // namespace cb::store
