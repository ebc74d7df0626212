#include "store/queries.hpp"

#include "base/gzip.hpp"
#include "db/dialect.hpp"
#include "store/batch_json.hpp"
#include "store/history_map.hpp"
#include "store/queries_sql.hpp"
#include "store/rows.hpp"
#include "store/stored_text.hpp"
#include "store/upgrade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fnmatch.h>
#include <tuple>
#include <unordered_map>

namespace cb::store {

namespace {

/// How many series or jobs one query requests.
constexpr std::size_t ids_per_query = 32;

std::optional<std::int64_t> repository_id_of(db::Transaction& transaction,
                                             const std::string& repository)
{
    Source source;
    source.repo = repository;
    std::optional<std::int64_t> id;
    transaction.query("SELECT id FROM repository WHERE digest = $1",
                      {repository_row_of(source).digest},
                      [&id](const db::Row& row) { id = row.integer(0); });
    return id;
}

Point point_of(const db::Row& row, std::shared_ptr<const JobInfo> job)
{
    Point point{.series_id = row.integer(0),
                .job = std::move(job),
                .figures = {.n = row.maybe_integer(2),
                            .min = row.maybe_real(3),
                            .q1 = row.maybe_real(4),
                            .median = row.maybe_real(5),
                            .q3 = row.maybe_real(6),
                            .max = row.maybe_real(7),
                            .mean = row.maybe_real(8),
                            .stddev = row.maybe_real(9)},
                .samples = row.numbers(10),
                .statistics = {}};
    for (const auto& summary : stored_statistics(row.maybe_text(11))) {
        point.statistics.insert(summary.begin(), summary.end());
    }
    return point;
}

bool matches(const std::optional<std::string>& glob, const std::string& name)
{
    return !glob || ::fnmatch(glob->c_str(), name.c_str(), FNM_NOESCAPE) == 0;
}

std::vector<SeriesInfo>
series_in(db::Transaction& transaction, std::int64_t repository_id, const SeriesFilter& filter)
{
    std::vector<SeriesInfo> all;
    transaction.query(sql::series_of_repository, {repository_id}, [&](const db::Row& row) {
        SeriesInfo series{.id = row.integer(0),
                          .benchmark = std::string{row.text(1)},
                          .test = std::string{row.text(2)},
                          .metric = std::string{row.text(3)},
                          .unit = std::string{row.text(4)},
                          .direction = stored_word<Direction>(row.text(5))};
        if (matches(filter.benchmark, series.benchmark) && matches(filter.test, series.test) &&
            matches(filter.metric, series.metric)) {
            all.push_back(std::move(series));
        }
    });
    return all;
}

using PointsById = std::unordered_map<std::int64_t, std::vector<Point>>;

/// The points of these series or jobs, by series, for jobs in the map.
PointsById points_of(db::Transaction& transaction,
                     db::Backend backend,
                     const char* statement,
                     std::span<const RowId> ids,
                     const HistoryMap& map)
{
    PointsById points;
    transaction.query(fmt::format(fmt::runtime(statement), db::records_of_json(backend, sql::ids)),
                      {ids_json(ids)},
                      [&](const db::Row& row) {
                          if (const auto* const placed = map.find(row.integer(1))) {
                              points[row.integer(0)].push_back(point_of(row, placed->job));
                          }
                      });
    return points;
}

void sort_by_history(std::vector<Point>& points, const HistoryMap& map)
{
    const auto key = [&map](const Point& point) {
        return std::pair<std::size_t, const std::string&>{map.find(point.job->id)->place,
                                                          point.job->job};
    };
    std::sort(points.begin(), points.end(), [&key](const Point& a, const Point& b) {
        return key(a) < key(b);
    });
}

/// The points of the last commit that has any. \pre ordered by history
std::span<const Point> last_points(std::span<const Point> points, const HistoryMap& map)
{
    std::size_t count = 0;
    for (auto at = points.rbegin(); at != points.rend(); ++at) {
        if (map.find(at->job->id)->place != map.find(points.back().job->id)->place) {
            break;
        }
        ++count;
    }
    return points.last(count);
}

std::vector<RowId> row_ids(std::int64_t repository_id, std::span<const std::int64_t> ids)
{
    std::vector<RowId> rows;
    for (const auto id : ids) {
        rows.push_back({repository_id, id});
    }
    return rows;
}

/// The latest points of the series measured by the latest jobs, by series.
PointsById points_of_latest_jobs(db::Transaction& transaction,
                                 db::Backend backend,
                                 std::int64_t repository_id,
                                 std::size_t series_count,
                                 const HistoryMap& map)
{
    constexpr std::size_t max_jobs = 4 * ids_per_query; // series missing from these are rare
    PointsById latest;
    auto rest = map.job_ids();
    for (std::size_t seen = 0; seen < max_jobs && !rest.empty() && latest.size() < series_count;) {
        // Fetch all jobs of a commit together.
        auto count = std::min(rest.size(), ids_per_query);
        while (count < rest.size() && map.find(rest[rest.size() - count])->place ==
                                          map.find(rest[rest.size() - count - 1])->place) {
            ++count;
        }
        const auto some = rest.last(count);
        auto points = points_of(
            transaction, backend, sql::measurements_of_jobs, row_ids(repository_id, some), map);
        for (auto& [series, its] : points) {
            sort_by_history(its, map);
            const auto last = last_points(its, map);
            latest.emplace(series, std::vector<Point>{last.begin(), last.end()}); // unless known
        }
        rest = rest.first(rest.size() - count);
        seen += count;
    }
    return latest;
}

std::string unpacked(std::string_view compressed)
{
    return value_or_throw(
        gunzip(compressed, most_gunzipped), Errc::bad_input, "the database, a log");
}

} // namespace

std::vector<std::string> Queries::repositories()
{
    std::vector<std::string> names;
    database_->begin_read()->query(
        "SELECT name FROM repository ORDER BY name", {}, [&names](const db::Row& row) {
            names.emplace_back(row.text(0));
        });
    return names;
}

std::vector<CommitInfo> Queries::commits(const std::string& repository, const HistoryFilter& filter)
{
    const auto transaction = database_->begin_read();
    const auto id = repository_id_of(*transaction, repository);
    return id ? HistoryMap{*transaction, *id, filter}.take_commits() : std::vector<CommitInfo>{};
}

std::vector<SeriesInfo> Queries::series(const std::string& repository, const SeriesFilter& filter)
{
    const auto transaction = database_->begin_read();
    const auto id = repository_id_of(*transaction, repository);
    return id ? series_in(*transaction, *id, filter) : std::vector<SeriesInfo>{};
}

std::vector<Point>
Queries::history(const std::string& repository, std::int64_t series_id, const HistoryFilter& filter)
{
    std::vector<Point> points;
    const auto transaction = database_->begin_read();
    if (const auto id = repository_id_of(*transaction, repository)) {
        const HistoryMap map{*transaction, *id, filter};
        transaction->query(sql::history_of_series, {*id, series_id}, [&](const db::Row& row) {
            if (const auto* const placed = map.find(row.integer(1))) {
                points.push_back(point_of(row, placed->job));
            }
        });
        sort_by_history(points, map);
    }
    return points;
}

void Queries::for_each_history(const std::string& repository,
                               const SeriesFilter& series,
                               const HistoryFilter& filter,
                               const PointsOfSeries& use)
{
    auto transaction = database_->begin_read();
    const auto id = repository_id_of(*transaction, repository);
    if (!id) {
        return;
    }
    const HistoryMap map{*transaction, *id, filter};
    const auto all = series_in(*transaction, *id, series);
    transaction.reset();
    for (std::span<const SeriesInfo> rest{all}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), ids_per_query));
        std::vector<RowId> ids;
        for (const auto& one : some) {
            ids.push_back({*id, one.id});
        }
        auto points =
            points_of(*database_->begin_read(), database_->backend(), sql::histories, ids, map);
        for (const auto& one : some) {
            if (auto& its = points[one.id]; !its.empty()) {
                sort_by_history(its, map);
                use(one, its);
            }
        }
        rest = rest.subspan(some.size());
    }
}

void Queries::for_each_latest(const std::string& repository,
                              const SeriesFilter& series,
                              const HistoryFilter& filter,
                              const PointsOfSeries& use)
{
    auto transaction = database_->begin_read();
    const auto id = repository_id_of(*transaction, repository);
    if (!id) {
        return;
    }
    const auto backend = database_->backend();
    const HistoryMap map{*transaction, *id, filter};
    const auto all = series_in(*transaction, *id, series);
    auto latest = points_of_latest_jobs(*transaction, backend, *id, all.size(), map);
    // The remaining series ended long ago; reading their own histories finds their last points
    // quickly.
    for (const auto& one : all) {
        if (!latest.contains(one.id)) {
            const std::vector<RowId> ids{{*id, one.id}};
            auto its = points_of(*transaction, backend, sql::histories, ids, map)[one.id];
            if (!its.empty()) {
                sort_by_history(its, map);
                const auto last = last_points(its, map);
                latest.emplace(one.id, std::vector<Point>{last.begin(), last.end()});
            }
        }
    }
    transaction.reset();
    for (const auto& one : all) {
        if (const auto at = latest.find(one.id); at != latest.end()) {
            use(one, at->second);
        }
    }
}

void Queries::for_each_pair(const std::string& repository,
                            const std::string& before,
                            const std::string& after,
                            const PointsOfPair& use)
{
    auto transaction = database_->begin_read();
    const auto id = repository_id_of(*transaction, repository);
    if (!id) {
        return;
    }
    const auto points_at = [&](const std::string& commit) {
        std::unordered_map<std::int64_t, std::shared_ptr<const JobInfo>> jobs;
        transaction->query(fmt::format("SELECT {} FROM {} WHERE c.repository_id = $1 "
                                       "AND c.hash = $2 AND job.is_current",
                                       job_columns,
                                       job_tables),
                           {*id, commit},
                           [&jobs](const db::Row& row) {
                               jobs.emplace(row.integer(0),
                                            std::make_shared<const JobInfo>(job_info(row)));
                           });
        PointsById points;
        transaction->query(sql::measurements_of_commit, {*id, commit}, [&](const db::Row& row) {
            points[row.integer(0)].push_back(point_of(row, jobs.at(row.integer(1))));
        });
        for (auto& [series, its] : points) {
            std::sort(its.begin(), its.end(), [](const Point& a, const Point& b) {
                return a.job->job < b.job->job;
            });
        }
        return points;
    };
    auto old_points = points_at(before);
    auto new_points = points_at(after);
    const auto all = series_in(*transaction, *id, {});
    transaction.reset();
    for (const auto& one : all) {
        const auto& old_ones = old_points[one.id];
        const auto& new_ones = new_points[one.id];
        if (!old_ones.empty() || !new_ones.empty()) {
            use(one, old_ones, new_ones);
        }
    }
}

std::vector<JobInfo> Queries::jobs(const std::string& repository, const JobFilter& filter)
{
    std::vector<JobInfo> jobs;
    const auto transaction = database_->begin_read();
    const auto id = repository_id_of(*transaction, repository);
    if (!id) {
        return jobs;
    }
    transaction->query(
        fmt::format("SELECT {} FROM {} {}", job_columns, job_tables, sql::where_jobs),
        {*id,
         filter.branch.value_or(""),
         filter.commit.value_or(""),
         filter.status ? to_word(*filter.status) : "",
         filter.since.value_or(Time{}),
         filter.max_jobs},
        [&jobs](const db::Row& row) { jobs.push_back(job_info(row)); });
    return jobs;
}

std::optional<JobLog> Queries::log(const std::string& repository, const std::string& job)
{
    std::optional<JobLog> log;
    const auto transaction = database_->begin_read();
    if (const auto id = repository_id_of(*transaction, repository)) {
        transaction->query(sql::log_of_job, {*id, job}, [&log](const db::Row& row) {
            log = JobLog{.output = unpacked(row.bytes(0)),
                         .error_output = unpacked(row.bytes(1)),
                         .build_log = unpacked(row.bytes(3)),
                         .engine_log = unpacked(row.bytes(4)),
                         .files = unpacked(row.bytes(2))};
        });
    }
    return log;
}

std::vector<HostInfo> Queries::hosts()
{
    std::vector<HostInfo> hosts;
    database_->begin_read()->query(sql::hosts, {}, [&hosts](const db::Row& row) {
        const auto count = [&row](int column) {
            return static_cast<std::uint64_t>(row.integer(column));
        };
        hosts.push_back({.name = std::string{row.text(0)},
                         .host_key = std::string{row.text(1)},
                         .cpu = std::string{row.text(2)},
                         .kernel = std::string{row.text(3)},
                         .first_seen = row.time(4).value_or(Time{}),
                         .last_seen = row.time(5).value_or(Time{}),
                         .clean = count(6),
                         .suspect = count(7),
                         .invalid = count(8)});
    });
    return hosts;
}

std::vector<HostFitness> Queries::host_fitness(const std::string& name, const std::string& host_key)
{
    std::vector<HostFitness> all;
    database_->begin_read()->query(
        sql::fitness_of_host, {host_digest(name, host_key)}, [&all](const db::Row& row) {
            all.push_back({.at = row.time(0).value_or(Time{}),
                           .verdict = stored_word<Verdict>(row.text(1)),
                           .reasons = std::string{row.text(2)}});
        });
    return all;
}

Queries open_queries(const Target& target)
{
    return Queries{db::open_database(target, db::Access::read, upgrade_steps())};
}

} // namespace cb::store
