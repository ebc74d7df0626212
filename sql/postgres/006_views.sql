-- The views for people, GraphQL and Grafana, with the same columns in both databases (docs/store.md).
-- cb itself reads none of them. sql/sqlite/006_views.sql is its twin.
--
-- No view may have the name of a table, and SQLite has no schemas to tell them apart. So the names
-- are plurals of what a row is, and that of the series, whose plural is the table's name, is
-- series_overview. The column is commit_hash, because COMMIT is a keyword of SQLite.
--
-- All show the current run of each job only.

DROP VIEW results;
DROP VIEW job_overview;

-- One row a job.
CREATE VIEW jobs AS
SELECT job.job, job.work, job.attempt, repository.name AS repository, git_commit.hash AS commit_hash,
    git_commit.position, git_commit.committed_at, git_commit.author, git_commit.subject, job.branch,
    job.tag, job.pull_number, job.config_name AS config, job.worker, job.host_name,
    environment.host_key, job.status, job.failure_stage, job.failure_reason, job.failure_message,
    job.fault, job.started_at, job.wall_s, job.outcome, job.exit_code, job.verdict, job.format,
    job.stored_at, job.repository_id, job.id AS job_id
FROM job
JOIN repository ON repository.id = job.repository_id
JOIN environment ON environment.repository_id = job.repository_id
    AND environment.id = job.environment_id
LEFT JOIN git_commit ON git_commit.repository_id = job.repository_id
    AND git_commit.id = job.commit_id
WHERE job.is_current;

-- One row a job that failed. tries: how many of its runs failed.
CREATE VIEW failures AS
SELECT repository, commit_hash, position, committed_at, author, subject, branch, config, worker,
    host_name, host_key, failure_stage AS stage, failure_reason AS reason,
    failure_message AS message, fault,
    (SELECT count(*) FROM job WHERE job.repository_id = jobs.repository_id AND job.job = jobs.job
        AND job.status = 'failed') AS tries,
    job, work, started_at, stored_at, repository_id, job_id
FROM jobs
WHERE status = 'failed';

-- One row a job and series. value: the median; of a tool's summary without one, the mean.
CREATE VIEW results AS
SELECT jobs.repository, jobs.commit_hash, jobs.position, jobs.committed_at, jobs.author,
    jobs.subject, jobs.branch, jobs.config, jobs.worker, jobs.host_name, jobs.host_key, s.benchmark,
    s.test, s.metric, s.unit, s.direction, coalesce(m.median, m.mean) AS value, m.n, m.min, m.q1,
    m.median, m.q3, m.max, m.mean, m.stddev, jobs.status, jobs.verdict, jobs.job, jobs.work,
    jobs.started_at, jobs.stored_at, jobs.repository_id, m.series_id, jobs.job_id
FROM measurement m
JOIN series s ON s.repository_id = m.repository_id AND s.id = m.series_id
JOIN jobs ON jobs.repository_id = m.repository_id AND jobs.job_id = m.job_id;

-- One row a series, branch, configuration and worker: its result at the last commit.
CREATE VIEW latest AS
SELECT repository, commit_hash, position, committed_at, author, subject, branch, config, worker,
    host_name, host_key, benchmark, test, metric, unit, direction, value, n, min, q1, median, q3,
    max, mean, stddev, status, verdict, job, work, started_at, stored_at, repository_id, series_id,
    job_id
FROM (
    SELECT results.*, row_number() OVER (
        PARTITION BY repository, benchmark, test, metric, unit, direction, branch, config, worker
        ORDER BY position DESC NULLS LAST, committed_at DESC NULLS LAST,
            started_at DESC NULLS LAST, job DESC) AS place
    FROM results
    WHERE status = 'ok') AS placed
WHERE place = 1;

-- One row a series and job with a commit, with the value before it on the same branch, in the same
-- configuration and environment. ratio: value / previous_value.
CREATE VIEW history AS
SELECT repository, commit_hash, position, committed_at, branch, config, worker, host_name, host_key,
    benchmark, test, metric, unit, direction, value, previous_value,
    value / nullif(previous_value, 0) AS ratio, n, min, q1, median, q3, max, mean, stddev, verdict,
    job, repository_id, series_id, job_id
FROM (
    SELECT results.*, lag(value) OVER (
        PARTITION BY repository, benchmark, test, metric, unit, direction, branch, config, worker,
            host_key
        ORDER BY position NULLS FIRST, committed_at NULLS LAST, commit_hash, job) AS previous_value
    FROM results
    WHERE status = 'ok' AND commit_hash IS NOT NULL) AS ordered;

-- One row a series. jobs: how many have results of it; the times are those of their commits.
CREATE VIEW series_overview AS
SELECT repository, benchmark, test, metric, unit, direction, count(*) AS jobs,
    min(committed_at) AS first_committed_at, max(committed_at) AS last_committed_at,
    repository_id, series_id
FROM results
GROUP BY repository_id, series_id, repository, benchmark, test, metric, unit, direction;

-- One row a sample, unless retired. number: from 1, in the order in which they were printed.
CREATE VIEW samples AS
SELECT r.repository, r.commit_hash, r.position, r.committed_at, r.branch, r.config, r.worker,
    r.host_name, r.host_key, r.benchmark, r.test, r.metric, r.unit, r.direction, s.number, s.value,
    r.status, r.verdict, r.job, r.repository_id, r.series_id, r.job_id
FROM results r
JOIN measurement m ON m.repository_id = r.repository_id AND m.series_id = r.series_id
    AND m.job_id = r.job_id
CROSS JOIN unnest(m.samples) WITH ORDINALITY AS s (value, number);
