#include "store/database_store.hpp"

#include "db/dialect.hpp"
#include "store/batch.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

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

/// What is the same for all samples of a job.
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

void take_number(Sample& sample, const db::Row& row)
{
    sample.benchmark = row.text(0);
    sample.test = row.text(1);
    sample.metric = row.text(2);
    sample.unit = row.text(3);
    sample.direction = stored_word<Direction>(row.text(4));
    sample.statistic = row.text(5);
    sample.value = row.real(6);
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

std::vector<std::int64_t> DatabaseStore::jobs_in_order()
{
    // Texts are ordered by their bytes, whatever the order of the database is.
    const std::string bytes = database_->backend() == db::Backend::sqlite ? "" : "COLLATE \"C\"";
    std::vector<std::int64_t> jobs;
    database_->begin_read()->query(
        fmt::format("SELECT job.id FROM job JOIN repository ON repository.id = job.repository_id "
                    "LEFT JOIN git_commit ON git_commit.id = job.commit_id "
                    "WHERE job.is_current "
                    "ORDER BY repository.name {0}, git_commit.id IS NULL, "
                    "git_commit.position NULLS FIRST, git_commit.committed_at NULLS LAST, "
                    "git_commit.hash {0}, job.job {0}",
                    bytes),
        {},
        [&jobs](const db::Row& row) { jobs.push_back(row.integer(0)); });
    return jobs;
}

std::vector<Sample> DatabaseStore::samples_of(std::int64_t job)
{
    const std::string bytes = database_->backend() == db::Backend::sqlite ? "" : "COLLATE \"C\"";
    std::vector<Sample> samples;
    std::optional<Sample> sample;
    const auto transaction = database_->begin_read();
    transaction->query("SELECT repository.name, git_commit.hash, job.branch, "
                       "git_commit.committed_at, job.job, job.status, environment.worker, "
                       "environment.host_key, git_commit.position, git_commit.parents, "
                       "job.verdict, job.config_name "
                       "FROM job JOIN repository ON repository.id = job.repository_id "
                       "JOIN environment ON environment.id = job.environment_id "
                       "LEFT JOIN git_commit ON git_commit.id = job.commit_id "
                       "WHERE job.id = $1 AND job.is_current",
                       {job},
                       [&sample](const db::Row& row) { sample = facts_of(row); });
    if (!sample) {
        return samples; // deleted or replaced since
    }
    transaction->query(
        fmt::format("SELECT benchmark, test, metric, unit, direction, statistic, value FROM "
                    "(SELECT series_id, position, 'sample' AS statistic, value, 0 AS is_summary "
                    "FROM sample WHERE job_id = $1 "
                    "UNION ALL SELECT series_id, position, statistic, value, 1 FROM summary "
                    "WHERE job_id = $1) AS number JOIN series ON series.id = series_id "
                    "ORDER BY benchmark {0}, test {0}, metric {0}, unit {0}, direction {0}, "
                    "is_summary, position",
                    bytes),
        {job},
        [&](const db::Row& row) {
            take_number(*sample, row);
            samples.push_back(*sample);
        });
    return samples;
}

/// A job at a time, and no lock while the caller works: a pipe that nobody reads must not keep
/// writers out. A job that is replaced meanwhile is seen as it was or not at all, and never half.
void DatabaseStore::for_each_sample(const std::function<void(const Sample&)>& use)
{
    for (const auto job : jobs_in_order()) {
        for (const auto& sample : samples_of(job)) {
            use(sample);
        }
    }
}

} // namespace cb::store
