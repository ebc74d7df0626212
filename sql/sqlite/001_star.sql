-- The store: samples in the middle, and around them what they are samples of.
--
-- cb applies this file once, in one transaction, and remembers its checksum: a released file never
-- changes, a change of the schema is a new file. sql/postgres/001_star.sql is its twin.
--
-- digest: SHA-256 of the texts that name the row (lib/store/rows.hpp). Names have no greatest
-- length, but an entry of an index has one in PostgreSQL; so the digest is what must be unique.
-- Times are RFC 3339 in UTC, always with milliseconds, so that they sort as text.

CREATE TABLE repository (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

-- The commit belongs to its repository: forks share commits, and do not touch each other's rows.
CREATE TABLE git_commit (
    id INTEGER PRIMARY KEY,
    repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
    hash TEXT NOT NULL,
    parents TEXT NOT NULL, -- JSON array of hashes
    author TEXT,
    authored_at TEXT,
    committed_at TEXT,
    subject TEXT,
    UNIQUE (repository_id, hash)
) STRICT;

-- Where a job ran: what must be equal for two results to be comparable. The image is not here but
-- with the job: it is another one for every commit, and each commit would begin a series of its
-- own. The host's name is not part of the digest either: in a container it is random.
CREATE TABLE environment (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE, -- of worker and host_key
    worker TEXT NOT NULL,        -- '' where none was named
    host_key TEXT NOT NULL,      -- '' where the job did not run under cb
    host_name TEXT NOT NULL,     -- this and the rest: as first seen
    cpu TEXT NOT NULL,
    kernel TEXT NOT NULL
) STRICT;

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL UNIQUE,
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
    started_at TEXT, -- this to verdict: NULL where the job did not run under cb
    wall_s REAL,
    outcome TEXT,
    exit_code INTEGER,
    image TEXT,
    verdict TEXT,
    format TEXT, -- of the results; NULL where nothing was parsed
    source TEXT NOT NULL, -- this to run: JSON, as in the manifest, without output and logs
    config TEXT NOT NULL,
    build TEXT,
    run TEXT,
    stored_at TEXT NOT NULL
) STRICT;
CREATE INDEX job_repository ON job (repository_id);
CREATE INDEX job_commit ON job (commit_id);
CREATE INDEX job_environment ON job (environment_id);

-- What happened, for people to read.
CREATE TABLE job_log (
    job_id INTEGER PRIMARY KEY REFERENCES job ON DELETE CASCADE,
    output TEXT NOT NULL,
    build_log TEXT NOT NULL,
    engine_log TEXT NOT NULL
) STRICT;

-- Entries of the output that looked like results and could not be understood.
CREATE TABLE rejected (
    job_id INTEGER NOT NULL REFERENCES job ON DELETE CASCADE,
    position INTEGER NOT NULL,
    line_number INTEGER NOT NULL,
    column_number INTEGER NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE, -- of the repository's name, worker, host key, and the columns from benchmark on
    repository_id INTEGER NOT NULL REFERENCES repository ON DELETE CASCADE,
    environment_id INTEGER NOT NULL REFERENCES environment,
    benchmark TEXT NOT NULL,
    test TEXT NOT NULL,
    metric TEXT NOT NULL,
    unit TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('lower', 'higher', 'unknown'))
) STRICT;
CREATE INDEX series_repository ON series (repository_id);
CREATE INDEX series_environment ON series (environment_id);

CREATE TABLE sample (
    job_id INTEGER NOT NULL REFERENCES job ON DELETE CASCADE,
    series_id INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
    position INTEGER NOT NULL, -- from 0, in the order in which they were printed
    value REAL NOT NULL,
    PRIMARY KEY (job_id, series_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_series ON sample (series_id);

-- Where a benchmark gave a summary in place of samples: 'min', 'avg', 'max', …
CREATE TABLE summary (
    job_id INTEGER NOT NULL REFERENCES job ON DELETE CASCADE,
    series_id INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
    position INTEGER NOT NULL,
    statistic TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (job_id, series_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX summary_series ON summary (series_id);

-- What a result said besides its numbers; a row only where it said something.
CREATE TABLE result_note (
    job_id INTEGER NOT NULL REFERENCES job ON DELETE CASCADE,
    series_id INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
    description TEXT NOT NULL,
    labels TEXT NOT NULL, -- JSON object
    PRIMARY KEY (job_id, series_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX result_note_series ON result_note (series_id);

-- For people: one row a job.
CREATE VIEW job_overview AS
SELECT job.id AS job_id, job.job, repository.name AS repository, git_commit.hash AS commit_hash,
    job.branch, job.tag, job.pull_number, git_commit.committed_at, git_commit.author,
    git_commit.subject, job.config_name, environment.worker, environment.host_key,
    environment.host_name, job.status, job.failure_stage, job.failure_reason, job.failure_message,
    job.started_at, job.wall_s, job.outcome, job.exit_code, job.verdict, job.stored_at
FROM job
JOIN repository ON repository.id = job.repository_id
JOIN environment ON environment.id = job.environment_id
LEFT JOIN git_commit ON git_commit.id = job.commit_id;

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
    job_overview.committed_at, job_overview.worker, job_overview.host_key, series.benchmark,
    series.test, series.metric, series.unit, series.direction, figures.n, figures.min,
    figures.median, figures.mean, figures.max, job_overview.status, job_overview.verdict,
    job_overview.job, figures.job_id, figures.series_id
FROM figures
JOIN series ON series.id = figures.series_id
JOIN job_overview ON job_overview.job_id = figures.job_id;
