-- The views show a renamed series (table alias, cb alias) under its current name, as everything else of
-- cb does, and the name that was measured in further columns. Numbers keep the unit in which they were
-- measured, so history compares values of one unit only. The views are replaced and not dropped, so that
-- whoever may read them still may. sql/sqlite/014_current_names.sql is the twin.

-- One row a renamed series: the names that were measured, and those of the series that it is read as
-- after all renames. place: which name counts if a job measured several names of one series, the smallest
-- first. The names are here, so that a condition on them is applied before measurements are read.
CREATE VIEW renamed_series AS
WITH RECURSIVE chain (repository_id, series_id, target_id, steps, created_at) AS (
    SELECT repository_id, series_id, target_id, 1, created_at FROM alias
    UNION ALL
    SELECT chain.repository_id, chain.series_id, alias.target_id, chain.steps + 1, chain.created_at
    FROM chain
    JOIN alias ON alias.repository_id = chain.repository_id AND alias.series_id = chain.target_id
    WHERE chain.steps < 1000)
SELECT repository.name AS repository, s.benchmark, s.test, s.metric, s.direction,
    measured.benchmark AS measured_benchmark, measured.test AS measured_test,
    measured.metric AS measured_metric, measured.unit, chain.repository_id,
    chain.target_id AS series_id, chain.series_id AS measured_series_id, row_number() OVER (
        PARTITION BY chain.repository_id, chain.target_id
        ORDER BY chain.steps, chain.created_at DESC, chain.series_id) AS place
FROM chain
JOIN repository ON repository.id = chain.repository_id
JOIN series s ON s.repository_id = chain.repository_id AND s.id = chain.target_id
JOIN series measured ON measured.repository_id = chain.repository_id
    AND measured.id = chain.series_id
WHERE NOT EXISTS (SELECT 1 FROM alias
    WHERE alias.repository_id = chain.repository_id AND alias.series_id = chain.target_id);

-- One row a job and series. value: the median; of a tool's summary without one, the mean. If a job
-- measured several names of a series, only one of them has a row.
CREATE OR REPLACE VIEW results AS
SELECT jobs.repository, jobs.commit_hash, jobs.position, jobs.committed_at, jobs.author,
    jobs.subject, jobs.branch, jobs.config, jobs.worker, jobs.host_name, jobs.host_key, s.benchmark,
    s.test, s.metric, s.unit, s.direction, coalesce(m.median, m.mean) AS value, m.n, m.min, m.q1,
    m.median, m.q3, m.max, m.mean, m.stddev, jobs.status, jobs.verdict, jobs.job, jobs.work,
    jobs.started_at, jobs.stored_at, jobs.repository_id, s.id AS series_id, jobs.job_id,
    s.benchmark AS measured_benchmark, s.test AS measured_test, s.metric AS measured_metric,
    m.series_id AS measured_series_id
FROM measurement m
JOIN series s ON s.repository_id = m.repository_id AND s.id = m.series_id
JOIN jobs ON jobs.repository_id = m.repository_id AND jobs.job_id = m.job_id
WHERE NOT EXISTS (SELECT 1 FROM alias
    WHERE alias.repository_id = m.repository_id AND alias.series_id = m.series_id)
UNION ALL
SELECT s.repository, r.commit_hash, r.position, r.committed_at, r.author, r.subject, r.branch, r.config,
    r.worker, r.host_name, r.host_key, s.benchmark, s.test, s.metric, s.unit, s.direction, r.value, r.n,
    r.min, r.q1, r.median, r.q3, r.max, r.mean, r.stddev, r.status, r.verdict, r.job, r.work,
    r.started_at, r.stored_at, s.repository_id, s.series_id, r.job_id, s.measured_benchmark,
    s.measured_test, s.measured_metric, s.measured_series_id
FROM renamed_series s
CROSS JOIN LATERAL (
    SELECT jobs.*, coalesce(m.median, m.mean) AS value, m.n, m.min, m.q1, m.median, m.q3, m.max, m.mean,
        m.stddev
    FROM measurement m
    JOIN jobs ON jobs.repository_id = m.repository_id AND jobs.job_id = m.job_id
    WHERE m.repository_id = s.repository_id AND m.series_id = s.measured_series_id
        AND NOT EXISTS (SELECT 1 FROM measurement other
            WHERE other.repository_id = s.repository_id AND other.series_id = s.series_id
                AND other.job_id = m.job_id)
        AND (s.place = 1 OR NOT EXISTS (SELECT 1 FROM renamed_series o
            JOIN measurement other ON other.repository_id = o.repository_id
                AND other.series_id = o.measured_series_id
            WHERE o.repository_id = s.repository_id AND o.series_id = s.series_id
                AND o.place < s.place AND other.job_id = m.job_id))
    OFFSET 0) AS r; -- so that the names are first: the planner does not know how few there are

-- One row a series, branch, configuration and worker: its result at the last commit.
CREATE OR REPLACE VIEW latest AS
SELECT repository, commit_hash, position, committed_at, author, subject, branch, config, worker,
    host_name, host_key, benchmark, test, metric, unit, direction, value, n, min, q1, median, q3,
    max, mean, stddev, status, verdict, job, work, started_at, stored_at, repository_id, series_id,
    job_id, measured_benchmark, measured_test, measured_metric, measured_series_id
FROM (
    SELECT results.*, row_number() OVER (
        PARTITION BY repository, benchmark, test, metric, direction, series_id, branch, config,
            worker
        ORDER BY position DESC NULLS LAST, committed_at DESC NULLS LAST,
            started_at DESC NULLS LAST, job DESC) AS place
    FROM results
    WHERE status = 'ok') AS placed
WHERE place = 1;

-- One row a series and job with a commit, with the value before it on the same branch, in the same
-- configuration, environment and unit. ratio: value / previous_value.
CREATE OR REPLACE VIEW history AS
SELECT repository, commit_hash, position, committed_at, branch, config, worker, host_name, host_key,
    benchmark, test, metric, unit, direction, value, previous_value,
    value / nullif(previous_value, 0) AS ratio, n, min, q1, median, q3, max, mean, stddev, verdict,
    job, repository_id, series_id, job_id, measured_benchmark, measured_test, measured_metric,
    measured_series_id
FROM (
    SELECT results.*, lag(value) OVER (
        PARTITION BY repository, benchmark, test, metric, unit, direction, series_id, branch, config,
            worker, host_key
        ORDER BY position NULLS FIRST, committed_at NULLS LAST, commit_hash, job) AS previous_value
    FROM results
    WHERE status = 'ok' AND commit_hash IS NOT NULL) AS ordered;

-- One row a sample, unless retired. number: from 1, in the order in which they were printed.
CREATE OR REPLACE VIEW samples AS
SELECT r.repository, r.commit_hash, r.position, r.committed_at, r.branch, r.config, r.worker,
    r.host_name, r.host_key, r.benchmark, r.test, r.metric, r.unit, r.direction, s.number, s.value,
    r.status, r.verdict, r.job, r.repository_id, r.series_id, r.job_id, r.measured_benchmark,
    r.measured_test, r.measured_metric, r.measured_series_id
FROM results r
JOIN measurement m ON m.repository_id = r.repository_id AND m.series_id = r.measured_series_id
    AND m.job_id = r.job_id
CROSS JOIN unnest(m.samples) WITH ORDINALITY AS s (value, number);
