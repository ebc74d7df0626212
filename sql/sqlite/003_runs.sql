-- A job has a row for each run of it, and one of them is what the job says: the current one. A run is
-- a fact, and its row is the newest reading of it (lib/store/reading.hpp). Commits have a position.
-- sql/postgres/003_runs.sql is its twin.

DROP VIEW measurement;
DROP VIEW job_overview;

-- Greater than that of every ancestor; NULL: not known.
ALTER TABLE git_commit ADD COLUMN position INTEGER;

-- SQLite cannot drop the constraint that a job has one row, so the table is made anew, as
-- https://www.sqlite.org/lang_altertable.html says; foreign keys are off meanwhile.
CREATE TABLE new_job (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL,
    work TEXT NOT NULL, -- the job that cb watch asked for
    attempt INTEGER NOT NULL,
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
    commit_id INTEGER REFERENCES git_commit ON DELETE CASCADE, -- NULL: results without a commit
    environment_id INTEGER NOT NULL REFERENCES environment,
    branch TEXT,
    tag TEXT,
    pull_number INTEGER,
    config_name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'failed')),
    failure_stage TEXT,
    failure_reason TEXT,
    failure_message TEXT,
    fault TEXT CHECK (fault IN ('commit', 'machine')), -- NULL: not failed
    asked_at TEXT,           -- when cb watch asked for it; NULL: it did not, or is not known
    started_at TEXT,         -- this to verdict: NULL where the job did not run under cb
    host_name TEXT NOT NULL, -- of the run; '' where the job did not run under cb
    wall_s REAL,
    outcome TEXT,
    exit_code INTEGER,
    image TEXT,
    verdict TEXT,
    format TEXT,  -- of the results; NULL where nothing was parsed
    read_at TEXT, -- when cb parse read the run; NULL: not known
    reading TEXT, -- hash of what was read; NULL where an older cb stored it
    source TEXT NOT NULL, -- this to run: JSON, as in the manifest, without output and logs
    config TEXT NOT NULL,
    build TEXT,
    run TEXT,
    stored_at TEXT NOT NULL -- when the run was first stored
) STRICT;
INSERT INTO new_job
SELECT id, job, job, 1, 1, repository_id, commit_id, environment_id, branch, tag, pull_number,
    config_name, status, failure_stage, failure_reason, failure_message,
    CASE status WHEN 'failed' THEN 'commit' END, NULL, started_at,
    coalesce(json_extract(run, '$.host.name'), ''), wall_s, outcome, exit_code, image, verdict,
    format, NULL, NULL, source, config, build, run, stored_at
FROM job;
DROP TABLE job;
ALTER TABLE new_job RENAME TO job;
CREATE UNIQUE INDEX job_current ON job (job) WHERE is_current = 1;
CREATE INDEX job_name ON job (job);
CREATE INDEX job_work ON job (work);
CREATE INDEX job_repository ON job (repository_id);
CREATE INDEX job_commit ON job (commit_id);
CREATE INDEX job_environment ON job (environment_id);

-- Standard error is kept apart from standard output since. Files: a JSON array, as in the manifest.
ALTER TABLE job_log ADD COLUMN error_output TEXT NOT NULL DEFAULT '';
ALTER TABLE job_log ADD COLUMN files TEXT NOT NULL DEFAULT '[]';

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
WHERE job.is_current = 1;

-- For people: one row a job and series. Of a summary, n and median are not known.
CREATE VIEW measurement AS
WITH ranked AS (
    SELECT job_id, series_id, value,
        row_number() OVER (PARTITION BY job_id, series_id ORDER BY value) AS rank,
        count(*) OVER (PARTITION BY job_id, series_id) AS n
    FROM sample
), figures AS (
    SELECT job_id, series_id, max(n) AS n, min(value) AS min,
        avg(value) FILTER (WHERE rank IN ((n + 1) / 2, (n + 2) / 2)) AS median,
        avg(value) AS mean, max(value) AS max
    FROM ranked
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
