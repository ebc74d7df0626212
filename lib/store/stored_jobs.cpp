#include "store/stored_jobs.hpp"

#include "db/dialect.hpp"
#include "store/aliases.hpp"
#include "store/figures.hpp"
#include "store/history_map.hpp"
#include "store/job_infos.hpp"
#include "store/lookup.hpp"
#include "store/queries_sql.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>

namespace cb::store {

namespace {

constexpr std::string_view from_jobs = "FROM job "
                                       "JOIN repository r ON r.id = job.repository_id "
                                       "LEFT JOIN git_commit c ON c.repository_id = "
                                       "job.repository_id AND c.id = job.commit_id "
                                       "WHERE job.is_current";
constexpr std::string_view in_order = "ORDER BY r.name, c.id IS NULL, c.position NULLS FIRST, "
                                      "c.committed_at NULLS LAST, c.hash, job.job";

using JobsById = std::unordered_map<std::int64_t, StoredJob>;

StoredJob job_of(const db::Row& row)
{
    constexpr int own = job_column_count; // the first column that is not of job_info()
    StoredJob job{.repository = std::string{row.text(own)},
                  .info = job_info(row),
                  .commit = {},
                  .cpu = std::string{row.text(own + 1)},
                  .url = std::string{row.text(own + 7)},
                  .measurements = {}};
    if (job.info.commit) {
        job.commit = CommitInfo{.hash = *job.info.commit,
                                .parents = stored_names(row.maybe_text(own + 2)),
                                .position = row.maybe_integer(own + 3),
                                .committed_at = row.time(own + 4),
                                .author = row.maybe_text(own + 5),
                                .subject = row.maybe_text(own + 6)};
    }
    return job;
}

/// The jobs without their measurements.
enum class RunChoice { current, any };

JobsById
jobs_of(db::Transaction& transaction, db::Backend backend, RunChoice choice, const std::string& ids)
{
    JobsById jobs;
    transaction.query(
        fmt::format("SELECT {}, r.name, e.cpu, c.parents, c.position, c.committed_at, c.author, "
                    "c.subject, job.source ->> 'url' FROM {} "
                    "JOIN job ON job.repository_id = x.repository_id AND job.id = x.id "
                    "JOIN repository r ON r.id = job.repository_id "
                    "JOIN environment e ON e.repository_id = job.repository_id "
                    "AND e.id = job.environment_id "
                    "LEFT JOIN git_commit c ON c.repository_id = job.repository_id "
                    "AND c.id = job.commit_id {}",
                    job_columns,
                    db::records_of_json(backend, sql::row_ids),
                    choice == RunChoice::current ? "WHERE job.is_current" : ""),
        {ids},
        [&jobs](const db::Row& row) { jobs.emplace(row.integer(0), job_of(row)); });
    return jobs;
}

constexpr const char* measurement_columns =
    "s.id, benchmark, test, metric, unit, direction, m.n, m.min, m.q1, m.median, m.q3, m.max, "
    "m.mean, m.stddev, m.samples, m.statistics, m.description, m.labels, m.printed_units, "
    "m.position";

/// \pre the measurement_columns begin at 1
StoredMeasurement measurement_of(const db::Row& row)
{
    return {.series = series_at(row, 1),
            .figures = read_figures(row, 7),
            .samples = row.numbers(15),
            .summaries = stored_statistics(row.maybe_text(16)),
            .description = row.maybe_text(17),
            .labels = row.maybe_text(18),
            .printed_units = row.maybe_text(19),
            .position = row.integer(20)};
}

/// Gives the measurements of a job the names of today, and puts them in the order of these.
void rename_series(std::vector<StoredMeasurement>& measurements, const Aliases& aliases)
{
    std::unordered_map<std::int64_t, std::vector<StoredMeasurement>> by_series;
    for (auto& measurement : measurements) {
        const auto id = measurement.series.id;
        by_series[id].push_back(std::move(measurement));
    }
    measurements.clear();
    aliases.merge(by_series, [](const StoredMeasurement&) { return 0; }); // all are of one job
    for (auto& its : by_series) {
        std::move(its.second.begin(), its.second.end(), std::back_inserter(measurements));
    }
    const auto name_of = [](const SeriesInfo& series) {
        return std::tie(series.benchmark, series.test, series.metric, series.unit);
    };
    std::sort(measurements.begin(), measurements.end(), [&](const auto& a, const auto& b) {
        const auto names = std::pair{name_of(a.series), name_of(b.series)};
        return names.first == names.second
                   ? to_word(a.series.direction) < to_word(b.series.direction)
                   : names.first < names.second;
    });
}

using AliasesByRepository = std::unordered_map<std::int64_t, Aliases>;

void take_measurements(JobsById& jobs,
                       db::Transaction& transaction,
                       db::Backend backend,
                       const std::string& ids,
                       const AliasesByRepository& aliases,
                       const SeriesFilter& series)
{
    std::unordered_map<std::int64_t, const Aliases*> aliases_of; // of jobs with renamed series
    transaction.query(
        fmt::format("SELECT m.job_id, {}, m.repository_id FROM {} "
                    "JOIN measurement m ON m.repository_id = x.repository_id AND m.job_id = x.id "
                    "JOIN series s ON s.repository_id = m.repository_id AND s.id = m.series_id "
                    "ORDER BY m.job_id, benchmark, test, metric, unit, direction",
                    measurement_columns,
                    db::records_of_json(backend, sql::row_ids)),
        {ids},
        [&](const db::Row& row) {
            const auto job = jobs.find(row.integer(0));
            if (job == jobs.end()) {
                return;
            }
            const auto& its = aliases.at(row.integer(21));
            if (its.empty() && !matches(series, row.text(2), row.text(3), row.text(4))) {
                return;
            }
            job->second.measurements.push_back(measurement_of(row));
            if (!its.empty()) {
                aliases_of[job->first] = &its;
            }
        });
    for (const auto& [id, its] : aliases_of) {
        auto& measurements = jobs.at(id).measurements;
        rename_series(measurements, *its);
        std::erase_if(measurements, [&series](const StoredMeasurement& measurement) {
            return !matches(series, measurement.series);
        });
    }
}

bool restricts_commits(const HistoryFilter& filter)
{
    return filter.branch || filter.first || filter.last || filter.since;
}

} // namespace

std::vector<RowId> jobs_in_order(db::Database& database)
{
    std::vector<RowId> jobs;
    database.stream(fmt::format("SELECT job.repository_id, job.id {} {}", from_jobs, in_order),
                    {},
                    [&jobs](const db::Row& row) {
                        jobs.push_back({row.integer(0), row.integer(1)});
                    });
    return jobs;
}

std::vector<RowId> select_jobs(db::Database& database, const JobSelection& selection)
{
    const auto transaction = database.begin_read();
    const auto repository = find_repository(*transaction, selection.repository);
    if (!repository) {
        return {};
    }
    std::optional<HistoryMap> history;
    if (restricts_commits(selection.history)) {
        history.emplace(*transaction, *repository, selection.history);
    }
    std::vector<RowId> jobs;
    transaction->query(
        fmt::format("SELECT job.id {} AND job.repository_id = $1 AND ($2 = '' OR c.hash = $2) "
                    "AND ($3 = '' OR job.worker = $3) {}",
                    from_jobs,
                    in_order),
        {*repository, selection.commit.value_or(""), selection.history.worker.value_or("")},
        [&](const db::Row& row) {
            if (!history || history->place_of(row.integer(0))) {
                jobs.push_back({*repository, row.integer(0)});
            }
        });
    return jobs;
}

void read_jobs(db::Database& database,
               std::span<const RowId> jobs,
               const SeriesFilter& series,
               const JobUse& use)
{
    constexpr std::size_t jobs_per_query = 8;
    AliasesByRepository aliases;
    for (auto rest = jobs; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), jobs_per_query));
        auto transaction = database.begin_read();
        for (const auto& id : some) {
            if (!aliases.contains(id.repository_id)) {
                aliases.emplace(id.repository_id, Aliases{*transaction, id.repository_id});
            }
        }
        const auto ids = ids_json(some);
        auto found = jobs_of(*transaction, database.backend(), RunChoice::current, ids);
        take_measurements(found, *transaction, database.backend(), ids, aliases, series);
        transaction.reset();
        for (const auto& id : some) {
            if (const auto at = found.find(id.id); at != found.end()) {
                use(at->second);
            }
        }
        rest = rest.subspan(some.size());
    }
}

std::optional<StoredJob> read_run(db::Database& database, RowId run)
{
    const auto transaction = database.begin_read();
    auto found =
        jobs_of(*transaction, database.backend(), RunChoice::any, ids_json(std::span{&run, 1}));
    return found.empty() ? std::nullopt : std::optional{std::move(found.begin()->second)};
}

void for_each_measurement(db::Database& database,
                          RowId run,
                          const std::string& reading,
                          const MeasurementUse& use)
{
    // The job is joined because SQLite gives the id of a deleted run to the next one.
    database.stream(
        fmt::format("SELECT m.job_id, {} FROM job "
                    "JOIN measurement m ON m.repository_id = job.repository_id "
                    "AND m.job_id = job.id "
                    "JOIN series s ON s.repository_id = m.repository_id AND s.id = m.series_id "
                    "WHERE job.repository_id = $1 AND job.id = $2 "
                    "AND coalesce(job.reading, '') = $3 ORDER BY m.position",
                    measurement_columns),
        {run.repository_id, run.id, reading},
        [&use](const db::Row& row) { use(measurement_of(row)); });
}

} // namespace cb::store
