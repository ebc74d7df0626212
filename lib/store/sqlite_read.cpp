#include "store/sqlite_store.hpp"
#include "store/stored_text.hpp"

namespace cb::store {

namespace {

Sample facts_of(const Statement& row)
{
    Sample sample;
    sample.repository = row.text(0);
    sample.commit = row.maybe_text(1);
    sample.branch = row.maybe_text(2);
    sample.committed_at = stored_time(row.maybe_text(3));
    sample.job = row.text(4);
    sample.status = stored_word<Status>(row.text(5));
    sample.worker = row.text(6);
    sample.host_key = row.text(7);
    return sample;
}

} // namespace

std::set<JobId> SqliteStore::known(std::span<const JobId> jobs)
{
    const auto names = names_json(jobs);
    std::set<JobId> found;
    const Rows rows{
        db_->statement("SELECT job FROM job WHERE job IN (SELECT value FROM json_each(?))")
            .bind(names)};
    while (rows->step()) {
        found.insert(stored_job(rows->text(0)));
    }
    return found;
}

std::vector<std::int64_t> SqliteStore::jobs_in_order()
{
    std::vector<std::int64_t> jobs;
    const Rows rows{db_->statement(
        "SELECT job.id FROM job JOIN repository ON repository.id = job.repository_id "
        "LEFT JOIN git_commit ON git_commit.id = job.commit_id "
        "ORDER BY repository.name, git_commit.committed_at NULLS LAST, "
        "git_commit.hash NULLS LAST, job.job")};
    while (rows->step()) {
        jobs.push_back(rows->integer(0));
    }
    return jobs;
}

std::vector<Sample> SqliteStore::samples_of(std::int64_t job)
{
    std::vector<Sample> samples;
    const Rows facts{
        db_->statement(
               "SELECT repository.name, git_commit.hash, job.branch, git_commit.committed_at, "
               "job.job, job.status, environment.worker, environment.host_key "
               "FROM job JOIN repository ON repository.id = job.repository_id "
               "JOIN environment ON environment.id = job.environment_id "
               "LEFT JOIN git_commit ON git_commit.id = job.commit_id WHERE job.id = ?")
            .bind(job)};
    if (!facts->step()) {
        return samples; // deleted since
    }
    auto sample = facts_of(*facts.operator->());
    const Rows rows{
        db_->statement("SELECT benchmark, test, metric, unit, direction, statistic, value FROM "
                       "(SELECT series_id, position, 'sample' AS statistic, value, 0 AS is_summary "
                       "FROM sample WHERE job_id = ?1 "
                       "UNION ALL SELECT series_id, position, statistic, value, 1 FROM summary "
                       "WHERE job_id = ?1) JOIN series ON series.id = series_id "
                       "ORDER BY benchmark, test, metric, unit, direction, is_summary, position")
            .bind(job)};
    while (rows->step()) {
        sample.benchmark = rows->text(0);
        sample.test = rows->text(1);
        sample.metric = rows->text(2);
        sample.unit = rows->text(3);
        sample.direction = stored_word<Direction>(rows->text(4));
        sample.statistic = rows->text(5);
        sample.value = rows->real(6);
        samples.push_back(sample);
    }
    return samples;
}

/// A job at a time, and no lock while the caller works: a pipe that nobody reads must not keep
/// writers out. What is stored never changes, so nothing is seen half.
void SqliteStore::for_each_sample(const std::function<void(const Sample&)>& use)
{
    for (const auto job : jobs_in_order()) {
        for (const auto& sample : samples_of(job)) {
            use(sample);
        }
    }
}

} // namespace cb::store
