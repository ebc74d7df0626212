#include "store/postgres_store.hpp"

#include "json/writer.hpp"
#include "store/postgres_error.hpp"
#include "store/postgres_read.hpp"
#include "store/postgres_sql.hpp"
#include "store/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace cb::store {

namespace {

/// More series than this are looked up again: a bound for the memory that remembering takes.
constexpr std::size_t most_remembered = 100'000;

constexpr std::string_view no_rows = "[]";

/// Runs the statement unless there is nothing for it.
void exec_rows(pqxx::work& transaction, const char* statement, const std::string& rows)
{
    if (rows != no_rows) {
        exec(transaction, statement, rows);
    }
}

/// Inserts what jobs refer to, and completes what is known of commits.
void insert_surroundings(pqxx::work& transaction, JobRowsList jobs)
{
    exec_rows(transaction, sql::insert_repositories, repositories_json(jobs));
    exec_rows(transaction, sql::insert_environments, environments_json(jobs));
    const auto commits = commits_json(jobs);
    exec_rows(transaction, sql::insert_commits, commits);
    const bool has_positions = std::any_of(jobs.begin(), jobs.end(), [](const JobRows* job) {
        return job->commit && job->commit->position;
    });
    if (has_positions) {
        exec(transaction, sql::update_positions, commits);
    }
}

/// Takes from `rest` the first job of each name: those that one statement can insert.
std::vector<JobRows*> take_distinct(std::vector<JobRows*>& rest)
{
    std::unordered_set<std::string_view> names;
    const auto later = std::stable_partition(
        rest.begin(), rest.end(), [&names](JobRows* job) { return names.insert(job->job).second; });
    std::vector<JobRows*> first{rest.begin(), later};
    rest.erase(rest.begin(), later);
    return first;
}

struct Decided {
    JobRows* rows = nullptr;
    Decision decision;
};

using RunsByJob = std::unordered_map<std::string, std::vector<StoredRun>>;

std::vector<Decided> decide_all(const RunsByJob& stored, std::span<JobRows* const> jobs)
{
    std::vector<Decided> all;
    all.reserve(jobs.size());
    for (auto* const job : jobs) {
        const auto runs = stored.find(job->job);
        auto decision = decide(runs == stored.end() ? std::span<const StoredRun>{} : runs->second,
                               *job->manifest);
        job->is_current = decision.is_current;
        if (decision.action == Decision::Action::replace) {
            job->stored_at = decision.stored_at;
        }
        all.push_back({job, std::move(decision)});
    }
    return all;
}

/// What `row_of` says of each decision, where it says something, as a JSON array of ids.
template <typename RowOf> std::string ids_json(std::span<const Decided> all, const RowOf& row_of)
{
    JsonWriter json;
    json.begin_array();
    for (const auto& one : all) {
        if (const std::optional<std::int64_t> row = row_of(one.decision)) {
            json.value(fmt::to_string(*row));
        }
    }
    json.end_array();
    return json.take();
}

std::optional<std::int64_t> replaced_row(const Decision& decision)
{
    return decision.action == Decision::Action::replace ? std::optional{decision.row}
                                                        : std::nullopt;
}

std::string confirmed_json(std::span<const Decided> all)
{
    JsonWriter json;
    json.begin_array();
    for (const auto& [rows, decision] : all) {
        if (decision.action == Decision::Action::confirm) {
            json.begin_object()
                .member("id", decision.row)
                .member("read_at", rows->read_at)
                .end_object();
        }
    }
    json.end_array();
    return json.take();
}

/// The runs that are stored of these jobs, locked until the end of the transaction.
RunsByJob lock_runs(pqxx::work& transaction, std::span<JobRows* const> jobs)
{
    JsonWriter names;
    names.begin_array();
    for (const auto* const job : jobs) {
        names.value(job->job);
    }
    names.end_array();
    RunsByJob runs;
    if (exec(transaction, sql::lock_runs, names.text()).empty()) {
        return runs;
    }
    // A statement of its own: it sees what those have done who had the lock before.
    for (const auto& row : exec(transaction, sql::select_runs, names.text())) {
        runs[row[0].c_str()].push_back(stored_run(row));
    }
    return runs;
}

/// A job that other processes insert and delete again and again is given up after this often.
constexpr int most_rounds = 10;

} // namespace

std::vector<Put> PostgresStore::put_batch(std::span<const Manifest* const> manifests)
{
    std::vector<JobRows> jobs;
    jobs.reserve(manifests.size());
    std::vector<JobRows*> rest;
    for (const auto* const manifest : manifests) {
        jobs.push_back(rows_of(*manifest));
        rest.push_back(&jobs.back());
    }
    Puts puts;
    try {
        with_errors(conninfo_, [&] {
            pqxx::work transaction{*connection_};
            sync_commit(transaction);
            insert_surroundings(transaction, std::vector<const JobRows*>{rest.begin(), rest.end()});
            while (!rest.empty()) {
                puts.merge(put_distinct(transaction, take_distinct(rest)));
            }
            transaction.commit();
        });
    } catch (...) {
        series_.clear(); // some may have been rolled back
        throw;
    }
    std::vector<Put> result;
    result.reserve(jobs.size());
    for (const auto& job : jobs) {
        result.push_back(puts.at(&job));
    }
    return result;
}

/// In this order, so that no job has two current runs at any time. What another process inserts
/// meanwhile is seen in the next round.
PostgresStore::Puts PostgresStore::put_distinct(pqxx::work& transaction, std::vector<JobRows*> jobs)
{
    Puts puts;
    for (int round = 0; !jobs.empty(); ++round) {
        if (round == most_rounds) {
            throw Error{Errc::unavailable,
                        fmt::format("job {}: other processes keep changing it", jobs.front()->job)};
        }
        const auto all = decide_all(lock_runs(transaction, jobs), jobs);
        exec_rows(transaction, sql::confirm_readings, confirmed_json(all));
        exec_rows(transaction, sql::delete_runs, ids_json(all, &replaced_row));
        exec_rows(transaction, sql::demote_runs, ids_json(all, [](const Decision& decision) {
                      return decision.demoted;
                  }));
        std::vector<const JobRows*> wanted;
        for (const auto& [rows, decision] : all) {
            puts[rows] = put_of(decision);
            if (decision.action == Decision::Action::insert ||
                decision.action == Decision::Action::replace) {
                wanted.push_back(rows);
            }
        }
        std::unordered_set<const JobRows*> missing{wanted.begin(), wanted.end()};
        for (const auto& job : insert(transaction, wanted)) {
            missing.erase(job.rows);
        }
        exec_rows(transaction, sql::promote_runs, ids_json(all, [](const Decision& decision) {
                      return decision.promoted;
                  }));
        std::erase_if(jobs, [&missing](const JobRows* job) { return !missing.contains(job); });
    }
    return puts;
}

/// Returns those that were inserted, as they stand in `jobs`: the first one to name a series gives
/// it its unit. Left out are those that another process has made a row of meanwhile.
std::vector<NewJob> PostgresStore::insert(pqxx::work& transaction, JobRowsList jobs)
{
    std::vector<NewJob> added;
    if (jobs.empty()) {
        return added;
    }
    std::unordered_map<std::string_view, const JobRows*> by_name;
    for (const auto* const job : jobs) {
        by_name.emplace(job->job, job);
    }
    for (const auto& row : exec(transaction, sql::insert_jobs, jobs_json(jobs))) {
        added.push_back({row[0].as<std::int64_t>(), by_name.at(row[1].c_str())});
    }
    std::sort(added.begin(), added.end(), [](const NewJob& a, const NewJob& b) {
        return a.rows < b.rows;
    });
    exec_rows(transaction, sql::insert_logs, logs_json(added));
    exec_rows(transaction, sql::insert_rejected, rejected_json(added));
    insert_results(transaction, added);
    return added;
}

void PostgresStore::insert_results(pqxx::work& transaction, std::span<const NewJob> jobs)
{
    find_series(transaction, jobs);
    copy_samples(transaction, jobs);
    exec_rows(transaction, sql::insert_summaries, summaries_json(jobs, series_));
    exec_rows(transaction, sql::insert_notes, notes_json(jobs, series_));
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
