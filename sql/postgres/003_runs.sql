-- A job has a row for each run of it, and one of them is what the job says: the current one. A run is
-- a fact, and its row is the newest reading of it (lib/store/reading.hpp). Commits have a position.
-- sql/sqlite/003_runs.sql is its twin.

DROP VIEW measurement;
DROP VIEW job_overview;

-- Greater than that of every ancestor; NULL: not known.
ALTER TABLE git_commit ADD COLUMN position bigint;

ALTER TABLE job DROP CONSTRAINT job_job_key;
ALTER TABLE job
    ADD COLUMN work text, -- the job that cb watch asked for
    ADD COLUMN attempt bigint NOT NULL DEFAULT 1,
    ADD COLUMN is_current boolean NOT NULL DEFAULT true,
    ADD COLUMN fault text CHECK (fault IN ('commit', 'machine')), -- NULL: not failed
    ADD COLUMN asked_at timestamptz, -- when cb watch asked for it; NULL: it did not, or is not known
    ADD COLUMN host_name text, -- of the run; '' where the job did not run under cb
    ADD COLUMN read_at timestamptz, -- when cb parse read the run; NULL: not known
    ADD COLUMN reading text; -- hash of what was read; NULL where an older cb stored it
UPDATE job SET work = job, fault = CASE status WHEN 'failed' THEN 'commit' END,
    host_name = coalesce(run -> 'host' ->> 'name', '');
ALTER TABLE job
    ALTER COLUMN work SET NOT NULL,
    ALTER COLUMN host_name SET NOT NULL,
    ALTER COLUMN attempt DROP DEFAULT,
    ALTER COLUMN is_current DROP DEFAULT;
CREATE UNIQUE INDEX job_current ON job (job) WHERE is_current;
CREATE INDEX job_name ON job (job);
CREATE INDEX job_work ON job (work);

-- Standard error is kept apart from standard output since. Files: a JSON array, as in the manifest.
ALTER TABLE job_log ADD COLUMN error_output text NOT NULL DEFAULT '';
ALTER TABLE job_log ADD COLUMN files text NOT NULL DEFAULT '[]';

-- For people: one row a job, its current run.
CREATE VIEW job_overview AS
SELECT job.id AS job_id, job.job, job.work, job.attempt, repository.name AS repository,
    git_commit.hash AS commit_hash, job.branch, job.tag, job.pull_number, git_commit.position,
    git_commit.committed_at, git_commit.author, git_commit.subject, job.config_name,
    environment.worker, environment.host_key, environment.host_name, job.status,
    job.failure_stage, job.failure_reason, job.failure_message, job.fault,
    job.started_at, job.wall_s, job.outcome, job.exit_code, job.verdict, job.stored_at
FROM job
JOIN repository ON repository.id = job.repository_id
JOIN environment ON environment.id = job.environment_id
LEFT JOIN git_commit ON git_commit.id = job.commit_id
WHERE job.is_current;

-- For people: one row a job and series. Of a summary, n and median are not known.
CREATE VIEW measurement AS
WITH figures AS (
    SELECT job_id, series_id, count(*) AS n, min(value) AS min,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median, avg(value) AS mean,
        max(value) AS max
    FROM sample
    GROUP BY job_id, series_id
    UNION ALL
    SELECT job_id, series_id, NULL, min(value) FILTER (WHERE statistic = 'min'), NULL,
        avg(value) FILTER (WHERE statistic = 'avg'), max(value) FILTER (WHERE statistic = 'max')
    FROM summary
    GROUP BY job_id, series_id
)
SELECT job_overview.repository, job_overview.commit_hash, job_overview.branch,
    job_overview.position, job_overview.committed_at, job_overview.config_name,
    job_overview.worker, job_overview.host_key, series.benchmark,
    series.test, series.metric, series.unit, series.direction, figures.n, figures.min,
    figures.median, figures.mean, figures.max, job_overview.status, job_overview.verdict,
    job_overview.job, job_overview.work, figures.job_id, figures.series_id
FROM figures
JOIN series ON series.id = figures.series_id
JOIN job_overview ON job_overview.job_id = figures.job_id;
