#include "store/queries.hpp"

#include "base/gzip.hpp"
#include "db/dialect.hpp"
#include "store/aliases.hpp"
#include "store/batch_json.hpp"
#include "store/history_map.hpp"
#include "store/job_infos.hpp"
#include "store/lookup.hpp"
#include "store/points.hpp"
#include "store/queries_sql.hpp"
#include "store/rows.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace cb::store {

namespace {

std::string unpacked(std::string_view compressed)
{
    return value_or_throw(
        gunzip(compressed, max_gunzipped), Errc::bad_input, "the database, a log");
}

} // namespace

std::vector<std::string> Queries::repositories()
{
    std::vector<std::string> names;
    database_->begin_read()->query(
        sql::repositories, {}, [&names](const db::Row& row) { names.emplace_back(row.text(0)); });
    return names;
}

std::vector<CommitInfo> Queries::commits(const std::string& repository, const HistoryFilter& filter)
{
    const auto transaction = database_->begin_read();
    const auto id = find_repository(*transaction, repository);
    return id ? HistoryMap{*transaction, *id, filter}.take_commits(*transaction,
                                                                   database_->backend())
              : std::vector<CommitInfo>{};
}

CommitNames Queries::names(const std::string& repository)
{
    CommitNames names;
    const auto transaction = database_->begin_read();
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        return names;
    }
    HistoryMap map{*transaction, *id, {}};
    std::map<std::pair<RefInfo::Kind, std::string>, std::size_t> refs;
    std::optional<std::size_t> head;
    transaction->query(sql::refs_of_repository, {*id}, [&](const db::Row& row) {
        const auto place = map.place_of_commit(row.integer(0));
        if (!place) {
            return;
        }
        const auto add = [&](RefInfo::Kind kind, const std::optional<std::string>& name) {
            if (name) {
                auto& last = refs[{kind, *name}];
                last = std::max(last, *place);
            }
        };
        add(RefInfo::Kind::branch, row.maybe_text(1));
        add(RefInfo::Kind::tag, row.maybe_text(2));
        head = row.is_null(3) ? std::max(head, place) : head;
    });
    names.commits = map.take_commits(*transaction, database_->backend());
    for (const auto& [ref, place] : refs) {
        names.refs.push_back({ref.first, ref.second, names.commits[place].hash});
    }
    if (head) {
        names.head = names.commits[*head].hash;
    }
    return names;
}

std::vector<SeriesInfo> Queries::series(const std::string& repository, const SeriesFilter& filter)
{
    const auto transaction = database_->begin_read();
    const auto id = find_repository(*transaction, repository);
    return id ? list_series(*transaction, *id, filter, Aliases{*transaction, *id})
              : std::vector<SeriesInfo>{};
}

FormerNames Queries::former_names(const std::string& repository)
{
    FormerNames names;
    const auto transaction = database_->begin_read();
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        return names;
    }
    const Aliases aliases{*transaction, *id};
    for (const auto& [target_id, target] : aliases.targets()) {
        for (const auto& source : target.sources) {
            names[target_id].push_back(source);
        }
    }
    return names;
}

std::vector<Point>
Queries::history(const std::string& repository, std::int64_t series_id, const HistoryFilter& filter)
{
    const auto transaction = database_->begin_read();
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        return {};
    }
    const Aliases aliases{*transaction, *id};
    const auto all = aliases.with_sources(std::span{&series_id, 1});
    const auto only = all.size() == 1 ? std::optional{series_id} : std::nullopt;
    const HistoryMap map{*transaction, *id, filter, only};
    JobInfos jobs{*id};
    PointReader reader{*transaction, database_->backend(), jobs, Detail::samples};
    for (const auto one : all) {
        transaction->query(sql::history_of_series, {*id, one}, [&](const db::Row& row) {
            if (map.place_of(row.integer(1))) {
                reader.add(row);
            }
        });
    }
    auto by_series = reader.take(aliases);
    auto& points = by_series[series_id];
    sort_by_history(points, map);
    return std::move(points);
}

void Queries::for_each_history(const std::string& repository,
                               const SeriesFilter& series,
                               const HistoryFilter& filter,
                               const PointsOfSeries& use)
{
    auto transaction = database_->begin_read();
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        return;
    }
    const auto backend = database_->backend();
    const HistoryMap map{*transaction, *id, filter};
    const Aliases aliases{*transaction, *id};
    const auto all = list_series(*transaction, *id, series, aliases);
    transaction.reset();
    JobInfos jobs{*id};
    const auto statement =
        fmt::format(fmt::runtime(sql::histories), db::records_of_json(backend, sql::ids));
    for (std::span<const SeriesInfo> rest{all}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), ids_per_query));
        std::vector<std::int64_t> ids;
        for (const auto& one : some) {
            ids.push_back(one.id);
        }
        transaction = database_->begin_read();
        PointReader reader{*transaction, backend, jobs, Detail::figures};
        transaction->query(
            statement, {ids_json(aliases.with_sources(ids)), *id}, [&](const db::Row& row) {
                if (map.place_of(row.integer(1))) {
                    reader.add(row);
                }
            });
        auto points = reader.take(aliases);
        transaction.reset();
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
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        return;
    }
    const HistoryMap map{*transaction, *id, filter};
    const Aliases aliases{*transaction, *id};
    const auto all = list_series(*transaction, *id, series, aliases);
    const auto latest = read_latest(*transaction, database_->backend(), *id, all, aliases, map);
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
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        return;
    }
    JobInfos jobs{*id};
    const Aliases aliases{*transaction, *id};
    const auto points_at = [&](const std::string& commit) {
        PointReader reader{*transaction, database_->backend(), jobs, Detail::samples};
        transaction->query(sql::measurements_of_commit,
                           {*id, commit},
                           [&reader](const db::Row& row) { reader.add(row); });
        auto points = reader.take(aliases);
        for (auto& [series, its] : points) {
            std::sort(its.begin(), its.end(), [](const Point& a, const Point& b) {
                return a.job->job < b.job->job;
            });
        }
        return points;
    };
    auto old_points = points_at(before);
    auto new_points = points_at(after);
    const auto all = list_series(*transaction, *id, {}, aliases);
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
    const auto id = find_repository(*transaction, repository);
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
    if (const auto id = find_repository(*transaction, repository)) {
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

Queries open_queries(const Target& target)
{
    return Queries{db::open_database(target, db::Access::read)};
}

} // namespace cb::store
