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
    sample.position = stored_count(row.maybe_text(8));
    sample.parents = stored_names(row.maybe_text(9));
    sample.verdict = stored_verdict(row.maybe_text(10));
    sample.config = row.text(11);
    return sample;
}

} // namespace

std::vector<KnownJob> SqliteStore::known(std::span<const JobId> works)
{
    const auto names = names_json(works);
    std::vector<KnownJob> found;
    const Rows rows{
        db_->statement(
               "WITH answer AS ("
               "SELECT asked.value AS work, job.job FROM json_each(?1) AS asked "
               "JOIN job ON job.work = asked.value "
               "UNION SELECT asked.value, job.job FROM json_each(?1) AS asked "
               "JOIN job ON job.job = asked.value) "
               "SELECT answer.work, job.status, job.fault, job.failure_reason, "
               "CASE job.status WHEN 'failed' THEN (SELECT count(*) FROM job AS try "
               "WHERE try.job = job.job AND try.fault = job.fault) ELSE 0 END, "
               "CASE job.status WHEN 'failed' THEN (SELECT max(try.stored_at) FROM job AS try "
               "WHERE try.job = job.job) ELSE job.stored_at END "
               "FROM answer JOIN job ON job.job = answer.job WHERE job.is_current = 1 "
               "ORDER BY answer.work, job.job")
            .bind(names)};
    while (rows->step()) {
        found.push_back(stored_known_job(rows->text(0),
                                         rows->text(1),
                                         rows->maybe_text(2),
                                         rows->maybe_text(3),
                                         rows->integer(4),
                                         rows->text(5)));
    }
    return found;
}

std::vector<StoredRun> SqliteStore::runs_of(const std::string& job)
{
    std::vector<StoredRun> runs;
    const Rows rows{
        db_->statement("SELECT id, is_current, status, fault, outcome IS NOT NULL, started_at, "
                       "host_name, asked_at, failure_stage, failure_reason, read_at, reading, "
                       "stored_at FROM job WHERE job = ?")
            .bind(job)};
    while (rows->step()) {
        const bool has_run = rows->integer(4) != 0;
        const auto text = [&rows](int column) { return rows->maybe_text(column).value_or(""); };
        StoredRun run{.id = rows->integer(0),
                      .is_current = rows->integer(1) != 0,
                      .status = stored_word<Status>(rows->text(2)),
                      .fault = stored_fault(rows->maybe_text(3)),
                      .run = {},
                      .read_at = text(10),
                      .reading = rows->maybe_text(11),
                      .stored_at = rows->text(12)};
        run.run = has_run ? RunKey{.started_at = text(5), .host_name = text(6)}
                          : RunKey{.asked_at = text(7), .stage = text(8), .reason = text(9)};
        runs.push_back(std::move(run));
    }
    return runs;
}

std::vector<std::string> SqliteStore::jobs_in_order()
{
    std::vector<std::string> jobs;
    const Rows rows{db_->statement(
        "SELECT job.job FROM job JOIN repository ON repository.id = job.repository_id "
        "LEFT JOIN git_commit ON git_commit.id = job.commit_id "
        "WHERE job.is_current = 1 "
        "ORDER BY repository.name, git_commit.id IS NULL, git_commit.position NULLS FIRST, "
        "git_commit.committed_at NULLS LAST, git_commit.hash, job.job")};
    while (rows->step()) {
        jobs.push_back(rows->text(0));
    }
    return jobs;
}

std::vector<Sample> SqliteStore::samples_of(const std::string& job)
{
    std::vector<Sample> samples;
    const Rows facts{
        db_->statement(
               "SELECT repository.name, git_commit.hash, job.branch, git_commit.committed_at, "
               "job.job, job.status, environment.worker, environment.host_key, "
               "git_commit.position, "
               "git_commit.parents, job.verdict, job.config_name, job.id "
               "FROM job JOIN repository ON repository.id = job.repository_id "
               "JOIN environment ON environment.id = job.environment_id "
               "LEFT JOIN git_commit ON git_commit.id = job.commit_id "
               "WHERE job.job = ? AND job.is_current = 1")
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
            .bind(facts->integer(12))}; // `facts` is not at its end: one state of the database
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
/// writers out. A job that is replaced meanwhile is seen as it was or as it is, and never half.
void SqliteStore::for_each_sample(const std::function<void(const Sample&)>& use)
{
    for (const auto& job : jobs_in_order()) {
        for (const auto& sample : samples_of(job)) {
            use(sample);
        }
    }
}

} // namespace cb::store
