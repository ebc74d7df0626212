#include "store/database_store.hpp"

#include "db/dialect.hpp"
#include "store/batch.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace cb::store {

namespace {

KnownJob known_job(const db::Row& row)
{
    return {.work = stored_job(row.text(0)),
            .status = stored_word<Status>(row.text(1)),
            .fault = stored_fault(row.maybe_text(2)),
            .reason = row.maybe_text(3).value_or(""),
            .tries = static_cast<std::uint64_t>(row.integer(4)),
            .last_try = row.time(5).value_or(Time{})};
}

/// The part that all samples of a job share.
Sample facts_of(const db::Row& row)
{
    Sample sample;
    sample.repository = row.text(0);
    sample.commit = row.maybe_text(1);
    sample.branch = row.maybe_text(2);
    sample.committed_at = row.time(3);
    sample.job = row.text(4);
    sample.status = stored_word<Status>(row.text(5));
    sample.worker = row.text(6);
    sample.host_key = row.text(7);
    sample.position = row.maybe_integer(8);
    sample.parents = stored_names(row.maybe_text(9));
    sample.verdict = stored_verdict(row.maybe_text(10));
    sample.config = row.text(11);
    return sample;
}

/// Appends the contents of a measurement, one Sample per number.
void append_numbers(std::vector<Sample>& samples, Sample sample, const db::Row& row)
{
    sample.benchmark = row.text(2);
    sample.test = row.text(3);
    sample.metric = row.text(4);
    sample.unit = row.text(5);
    sample.direction = stored_word<Direction>(row.text(6));
    sample.statistic = "sample";
    for (const double value : row.numbers(7)) {
        sample.value = value;
        samples.push_back(sample);
    }
    for (const auto& summary : stored_statistics(row.maybe_text(8))) {
        for (const auto& [statistic, value] : summary) {
            sample.statistic = statistic;
            sample.value = value;
            samples.push_back(sample);
        }
    }
}

} // namespace

std::vector<Put> DatabaseStore::put_batch(std::span<const Manifest* const> manifests)
{
    try {
        const auto transaction = database_->begin_write();
        auto puts = Batch{*transaction, database_->backend(), series_}.store(manifests);
        transaction->commit();
        return puts;
    } catch (...) {
        series_.clear(); // some may have been rolled back
        throw;
    }
}

std::vector<KnownJob> DatabaseStore::known(std::span<const JobId> works)
{
    std::vector<KnownJob> found;
    database_->begin_read()->query(
        fmt::format("WITH asked AS (SELECT value AS work FROM {}), answer AS ("
                    "SELECT asked.work, job.job FROM asked JOIN job ON job.work = asked.work "
                    "UNION SELECT asked.work, job.job FROM asked JOIN job ON job.job = asked.work) "
                    "SELECT answer.work, job.status, job.fault, job.failure_reason, "
                    "CASE job.status WHEN 'failed' THEN (SELECT count(*) FROM job AS try "
                    "WHERE try.job = job.job AND try.fault = job.fault) ELSE 0 END, "
                    "CASE job.status WHEN 'failed' THEN (SELECT max(try.stored_at) FROM job AS try "
                    "WHERE try.job = job.job) ELSE job.stored_at END "
                    "FROM answer JOIN job ON job.job = answer.job WHERE job.is_current "
                    "ORDER BY answer.work, job.job",
                    db::texts_of_json(database_->backend(), "asked")),
        {names_json(works)},
        [&found](const db::Row& row) { found.push_back(known_job(row)); });
    return found;
}

std::vector<RowId> DatabaseStore::jobs_in_order()
{
    std::vector<RowId> jobs;
    database_->stream(
        "SELECT job.repository_id, job.id FROM job "
        "JOIN repository ON repository.id = job.repository_id "
        "LEFT JOIN git_commit ON git_commit.repository_id = job.repository_id "
        "AND git_commit.id = job.commit_id WHERE job.is_current "
        "ORDER BY repository.name, git_commit.id IS NULL, git_commit.position NULLS FIRST, "
        "git_commit.committed_at NULLS LAST, git_commit.hash, job.job",
        {},
        [&jobs](const db::Row& row) {
            jobs.push_back({row.integer(0), row.integer(1)});
        });
    return jobs;
}

/// The samples of these jobs, in order; omits jobs that were deleted or replaced meanwhile.
std::vector<Sample> DatabaseStore::samples_of(std::span<const RowId> jobs)
{
    const auto chosen =
        db::records_of_json(database_->backend(), "repository_id bigint, id bigint");
    const auto ids = ids_json(jobs);
    const auto transaction = database_->begin_read();
    std::map<std::int64_t, Sample> facts;
    transaction->query(
        fmt::format("SELECT repository.name, git_commit.hash, job.branch, "
                    "git_commit.committed_at, job.job, job.status, job.worker, "
                    "environment.host_key, git_commit.position, git_commit.parents, "
                    "job.verdict, job.config_name, job.id FROM {} "
                    "JOIN job ON job.repository_id = x.repository_id AND job.id = x.id "
                    "JOIN repository ON repository.id = job.repository_id "
                    "JOIN environment ON environment.repository_id = job.repository_id "
                    "AND environment.id = job.environment_id "
                    "LEFT JOIN git_commit ON git_commit.repository_id = job.repository_id "
                    "AND git_commit.id = job.commit_id WHERE job.is_current",
                    chosen),
        {ids},
        [&facts](const db::Row& row) { facts.emplace(row.integer(12), facts_of(row)); });
    std::map<std::int64_t, std::vector<Sample>> by_job;
    transaction->query(
        fmt::format("SELECT m.repository_id, m.job_id, benchmark, test, metric, unit, direction, "
                    "samples, statistics FROM {} "
                    "JOIN measurement m ON m.repository_id = x.repository_id AND m.job_id = x.id "
                    "JOIN series s ON s.repository_id = m.repository_id AND s.id = m.series_id "
                    "ORDER BY m.job_id, benchmark, test, metric, unit, direction",
                    chosen),
        {ids},
        [&](const db::Row& row) {
            const auto job = row.integer(1);
            if (const auto at = facts.find(job); at != facts.end()) {
                append_numbers(by_job[job], at->second, row);
            }
        });
    std::vector<Sample> samples;
    for (const auto& job : jobs) {
        auto& its = by_job[job.id];
        samples.insert(samples.end(),
                       std::make_move_iterator(its.begin()),
                       std::make_move_iterator(its.end()));
    }
    return samples;
}

/// A few jobs at a time, and without a lock while the caller works, because a pipe without a reader
/// must not block writers. A job that is replaced meanwhile appears as it was or not at all, never
/// in part.
void DatabaseStore::for_each_sample(const std::function<void(const Sample&)>& use)
{
    constexpr std::size_t jobs_per_query = 8;
    const auto all = jobs_in_order();
    for (std::span<const RowId> rest{all}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), jobs_per_query));
        for (const auto& sample : samples_of(some)) {
            use(sample);
        }
        rest = rest.subspan(some.size());
    }
}

} // namespace cb::store
