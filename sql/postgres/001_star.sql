-- The store: samples in the middle, and around them what they are samples of.
--
-- cb applies this file once, in one transaction, and remembers its checksum: a released file never
-- changes, a change of the schema is a new file. sql/sqlite/001_star.sql is its twin.
--
-- digest: SHA-256 of the texts that name the row (lib/store/rows.hpp). Names have no greatest
-- length, but an entry of an index has one in PostgreSQL; so the digest is what must be unique.
-- The objects are made in the first schema of the search_path.

CREATE TABLE repository (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    name text NOT NULL
);

-- The commit belongs to its repository: forks share commits, and do not touch each other's rows.
CREATE TABLE git_commit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    repository_id bigint NOT NULL REFERENCES repository ON DELETE CASCADE,
    hash text NOT NULL,
    parents jsonb NOT NULL, -- array of hashes
    author text,
    authored_at timestamptz,
    committed_at timestamptz,
    subject text,
    UNIQUE (repository_id, hash)
);

-- Where a job ran: what must be equal for two results to be comparable. The image is not here but
-- with the job: it is another one for every commit, and each commit would begin a series of its
-- own. The host's name is not part of the digest either: in a container it is random.
CREATE TABLE environment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL UNIQUE, -- of worker and host_key
    worker text NOT NULL,        -- '' where none was named
    host_key text NOT NULL,      -- '' where the job did not run under cb
    host_name text NOT NULL,     -- this and the rest: as first seen
    cpu text NOT NULL,
    kernel text NOT NULL
);

CREATE TABLE job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job text NOT NULL UNIQUE,
    repository_id bigint NOT NULL REFERENCES repository ON DELETE CASCADE,
    commit_id bigint REFERENCES git_commit ON DELETE CASCADE, -- NULL: results without a commit
    environment_id bigint NOT NULL REFERENCES environment,
    branch text,
    tag text,
    pull_number bigint,
    config_name text NOT NULL,
    status text NOT NULL CHECK (status IN ('ok', 'failed')),
    failure_stage text,
    failure_reason text,
    failure_message text,
    started_at timestamptz, -- this to verdict: NULL where the job did not run under cb
    wall_s double precision,
    outcome text,
    exit_code integer,
    image text,
    verdict text,
    format text, -- of the results; NULL where nothing was parsed
    source jsonb NOT NULL, -- this to run: as in the manifest, without output and logs
    config jsonb NOT NULL,
    build jsonb,
    run jsonb,
    stored_at timestamptz NOT NULL
);
CREATE INDEX job_repository ON job (repository_id);
CREATE INDEX job_commit ON job (commit_id);
CREATE INDEX job_environment ON job (environment_id);

-- What happened, for people to read.
CREATE TABLE job_log (
    job_id bigint PRIMARY KEY REFERENCES job ON DELETE CASCADE,
    output text NOT NULL,
    build_log text NOT NULL,
    engine_log text NOT NULL
);

-- Entries of the output that looked like results and could not be understood.
CREATE TABLE rejected (
    job_id bigint NOT NULL REFERENCES job ON DELETE CASCADE,
    position bigint NOT NULL,
    line_number bigint NOT NULL,
    column_number bigint NOT NULL,
    field text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (job_id, position)
);

CREATE TABLE series (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL UNIQUE, -- of the repository's name, worker, host key, and the columns from benchmark on
    repository_id bigint NOT NULL REFERENCES repository ON DELETE CASCADE,
    environment_id bigint NOT NULL REFERENCES environment,
    benchmark text NOT NULL,
    test text NOT NULL,
    metric text NOT NULL,
    unit text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('lower', 'higher', 'unknown'))
);
CREATE INDEX series_repository ON series (repository_id);
CREATE INDEX series_environment ON series (environment_id);

CREATE TABLE sample (
    job_id bigint NOT NULL REFERENCES job ON DELETE CASCADE,
    series_id bigint NOT NULL REFERENCES series ON DELETE CASCADE,
    position bigint NOT NULL, -- from 0, in the order in which they were printed
    value double precision NOT NULL,
    PRIMARY KEY (job_id, series_id, position)
);
CREATE INDEX sample_series ON sample (series_id);

-- Where a benchmark gave a summary in place of samples: 'min', 'avg', 'max', …
CREATE TABLE summary (
    job_id bigint NOT NULL REFERENCES job ON DELETE CASCADE,
    series_id bigint NOT NULL REFERENCES series ON DELETE CASCADE,
    position bigint NOT NULL,
    statistic text NOT NULL,
    value double precision NOT NULL,
    PRIMARY KEY (job_id, series_id, position)
);
CREATE INDEX summary_series ON summary (series_id);

-- What a result said besides its numbers; a row only where it said something.
CREATE TABLE result_note (
    job_id bigint NOT NULL REFERENCES job ON DELETE CASCADE,
    series_id bigint NOT NULL REFERENCES series ON DELETE CASCADE,
    description text NOT NULL,
    labels jsonb NOT NULL,
    PRIMARY KEY (job_id, series_id)
);
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
    job_overview.committed_at, job_overview.worker, job_overview.host_key, series.benchmark,
    series.test, series.metric, series.unit, series.direction, figures.n, figures.min,
    figures.median, figures.mean, figures.max, job_overview.status, job_overview.verdict,
    job_overview.job, figures.job_id, figures.series_id
FROM figures
JOIN series ON series.id = figures.series_id
JOIN job_overview ON job_overview.job_id = figures.job_id;
