#include "store/postgres_store.hpp"

#include "store/postgres_error.hpp"
#include "store/postgres_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace cb::store {

namespace {

/// More series than this are looked up again: a bound for the memory that remembering takes.
constexpr std::size_t most_remembered = 100'000;

constexpr std::string_view no_rows = "[]";

/// Runs the statement unless there is nothing for it.
void insert(pqxx::work& transaction, const char* statement, const std::string& rows)
{
    if (rows != no_rows) {
        exec(transaction, statement, rows);
    }
}

/// Inserts the jobs that are not there and what they refer to. Those are returned as they stand in
/// `jobs`: the first one to name a series gives it its unit.
std::vector<NewJob> insert_jobs(pqxx::work& transaction, std::span<const JobRows> jobs)
{
    insert(transaction, sql::insert_repositories, repositories_json(jobs));
    insert(transaction, sql::insert_environments, environments_json(jobs));
    insert(transaction, sql::insert_commits, commits_json(jobs));
    std::unordered_map<std::string_view, const JobRows*> by_name;
    for (const auto& job : jobs) {
        by_name.emplace(job.job, &job);
    }
    std::vector<NewJob> added;
    for (const auto& row : exec(transaction, sql::insert_jobs, jobs_json(jobs))) {
        added.push_back({row[0].as<std::int64_t>(), by_name.at(row[1].c_str())});
    }
    std::sort(added.begin(), added.end(), [](const NewJob& a, const NewJob& b) {
        return a.rows < b.rows;
    });
    return added;
}

} // namespace

std::vector<Put> PostgresStore::put_distinct(std::span<const Manifest* const> manifests)
{
    std::vector<JobRows> jobs;
    jobs.reserve(manifests.size());
    for (const auto* const manifest : manifests) {
        jobs.push_back(rows_of(*manifest));
    }
    std::vector<NewJob> added;
    try {
        with_errors(conninfo_, [&] {
            pqxx::work transaction{*connection_};
            added = insert_jobs(transaction, jobs);
            insert(transaction, sql::insert_logs, logs_json(added));
            insert(transaction, sql::insert_rejected, rejected_json(added));
            insert_results(transaction, added);
            transaction.commit();
        });
    } catch (...) {
        series_.clear(); // some may have been rolled back
        throw;
    }
    std::unordered_set<const JobRows*> is_new;
    for (const auto& job : added) {
        is_new.insert(job.rows);
    }
    std::vector<Put> result;
    result.reserve(jobs.size());
    for (const auto& job : jobs) {
        result.push_back(is_new.contains(&job) ? Put::added : Put::already_there);
    }
    return result;
}

void PostgresStore::insert_results(pqxx::work& transaction, std::span<const NewJob> jobs)
{
    find_series(transaction, jobs);
    copy_samples(transaction, jobs);
    insert(transaction, sql::insert_summaries, summaries_json(jobs, series_));
    insert(transaction, sql::insert_notes, notes_json(jobs, series_));
}

/// Makes series_ hold all the series of the jobs.
void PostgresStore::find_series(pqxx::work& transaction, std::span<const NewJob> jobs)
{
    if (series_.size() > most_remembered) {
        series_.clear();
    }
    std::vector<WantedSeries> wanted;
    std::unordered_map<std::string, const std::string*> key_of_digest;
    for (const auto& job : jobs) {
        for (const auto& rows : job.rows->results) {
            if (series_.emplace(rows.series_key, Series{}).second) {
                wanted.push_back({series_of(rows), job.rows});
                key_of_digest.emplace(wanted.back().row.digest, &rows.series_key);
            }
        }
    }
    if (wanted.empty()) {
        return;
    }
    const auto json = series_json(wanted);
    exec(transaction, sql::insert_series, json);
    for (const auto& row : exec(transaction, sql::select_series, json)) {
        series_[*key_of_digest.at(row[0].c_str())] = {row[1].as<std::int64_t>(), row[2].c_str()};
    }
}

void PostgresStore::copy_samples(pqxx::work& transaction, std::span<const NewJob> jobs)
{
    CopyInto samples{transaction, "sample", "job_id, series_id, position, value"};
    for (const auto& job : jobs) {
        for (const auto& rows : job.rows->results) {
            const auto& series = series_.at(rows.series_key);
            const ToSeriesUnit convert{rows, series};
            auto position = rows.first_sample;
            for (const double value : rows.result->values) {
                samples.row(job.id, series.id, position++, fmt::to_string(convert(value)));
            }
        }
    }
    samples.complete();
}

} // namespace cb::store
