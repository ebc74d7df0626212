-- One row a measurement: what a job said of a series, with its figures and its samples in an array. A
-- series is no longer of one environment; the environment belongs to the job. Every unique key and
-- foreign key leads with repository_id, so that the tables can be partitioned and distributed by it;
-- only repository and host are for all. sql/postgres/004_measurements.sql is its twin.
--
-- This file makes the new tables and moves what SQL alone can move. lib/store/upgrade.cpp moves the
-- rest (digests, figures, compressed logs), and 005_upgraded.sql drops what is left of the old ones.

DROP VIEW measurement;
DROP VIEW job_overview;

CREATE TEMPORARY TABLE old_commit AS SELECT * FROM git_commit;
CREATE TEMPORARY TABLE old_environment AS SELECT * FROM environment;
CREATE TEMPORARY TABLE old_job AS SELECT * FROM job;
CREATE TEMPORARY TABLE old_rejected AS SELECT * FROM rejected;
CREATE TEMPORARY TABLE old_series AS SELECT * FROM series;
ALTER TABLE sample RENAME TO old_sample;
ALTER TABLE summary RENAME TO old_summary;
ALTER TABLE result_note RENAME TO old_note;
ALTER TABLE job_log RENAME TO old_log;
DROP TABLE rejected;
DROP TABLE series;
DROP TABLE job;
DROP TABLE environment;
DROP TABLE git_commit;

-- The commit belongs to its repository: forks share commits, and do not touch each other's rows.
CREATE TABLE git_commit (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    id INTEGER PRIMARY KEY, -- unique in the whole file
    hash TEXT NOT NULL,
    position INTEGER, -- greater than that of every ancestor; NULL: not known
    parents TEXT NOT NULL, -- JSON array of hashes, the first parent first
    author TEXT,
    authored_at TEXT,
    committed_at TEXT,
    subject TEXT,
    UNIQUE (repository_id, id),
    UNIQUE (repository_id, hash)
) STRICT;

-- What must be equal for two results to be comparable. The image is not here but with the job: it is
-- another one for every commit.
CREATE TABLE environment (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    id INTEGER PRIMARY KEY, -- unique in the whole file
    digest TEXT NOT NULL,        -- of host_key
    host_key TEXT NOT NULL, -- '' where the job did not run under cb
    host_name TEXT NOT NULL,     -- this and the rest: as first seen
    cpu TEXT NOT NULL,
    kernel TEXT NOT NULL,
    UNIQUE (repository_id, id),
    UNIQUE (repository_id, digest)
) STRICT;

-- One row a run. One of the runs of a job is the current one: what the job says.
CREATE TABLE job (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    id INTEGER PRIMARY KEY, -- unique in the whole file
    job TEXT NOT NULL,
    work TEXT NOT NULL, -- the job that cb watch asked for
    attempt INTEGER NOT NULL,
    worker TEXT NOT NULL, -- '' where none was named
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    commit_id INTEGER, -- NULL: results without a commit
    environment_id INTEGER NOT NULL,
    branch TEXT,
    tag TEXT,
    pull_number INTEGER,
    config_name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'failed')),
    failure_stage TEXT,
    failure_reason TEXT,
    failure_message TEXT,
    fault TEXT CHECK (fault IN ('commit', 'machine')), -- NULL: not failed
    asked_at TEXT,    -- when cb watch asked for it; NULL: it did not, or is not known
    started_at TEXT,  -- this to verdict: NULL where the job did not run under cb
    host_name TEXT NOT NULL, -- of the run; '' where the job did not run under cb
    wall_s REAL,
    outcome TEXT,
    exit_code INTEGER,
    image TEXT,
    verdict TEXT,
    format TEXT,         -- of the results; NULL where nothing was parsed
    read_at TEXT, -- when cb parse read the run; NULL: not known
    reading TEXT,        -- hash of what was read; NULL where an older cb stored it
    source TEXT NOT NULL, -- this to run: as in the manifest, without output and logs
    config TEXT NOT NULL,
    build TEXT,
    run TEXT,
    stored_at TEXT NOT NULL, -- when the run was first stored
    UNIQUE (repository_id, id),
    FOREIGN KEY (repository_id, commit_id) REFERENCES git_commit (repository_id, id) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, environment_id) REFERENCES environment (repository_id, id)
) STRICT;

-- Entries of the output that looked like results and could not be understood.
CREATE TABLE rejected (
    repository_id INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    line_number INTEGER NOT NULL,
    column_number INTEGER NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (repository_id, job_id, position),
    FOREIGN KEY (repository_id, job_id) REFERENCES job (repository_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What happened, for people to read: cb reads it. Each is compressed with gzip.
CREATE TABLE log (
    repository_id INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    output BLOB NOT NULL,
    error_output BLOB NOT NULL,
    files BLOB NOT NULL, -- a JSON array, as in the manifest
    build_log BLOB NOT NULL,
    engine_log BLOB NOT NULL,
    PRIMARY KEY (repository_id, job_id),
    FOREIGN KEY (repository_id, job_id) REFERENCES job (repository_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE series (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    id INTEGER PRIMARY KEY, -- unique in the whole file
    digest TEXT NOT NULL, -- of benchmark, test, metric, kind of the unit and direction
    benchmark TEXT NOT NULL,
    test TEXT NOT NULL,
    metric TEXT NOT NULL,
    unit TEXT NOT NULL, -- of all its numbers: the one in which it was stored first
    direction TEXT NOT NULL CHECK (direction IN ('lower', 'higher', 'unknown')),
    UNIQUE (repository_id, id),
    UNIQUE (repository_id, digest)
) STRICT;

CREATE TABLE measurement (
    repository_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    position INTEGER NOT NULL, -- place among the results of the job, from 0
    n INTEGER, -- this to stddev: of the samples, else of what the tool gave; NULL: not known
    min REAL,
    q1 REAL,
    median REAL,
    q3 REAL,
    max REAL,
    mean REAL,
    stddev REAL, -- of a sample: divided by n - 1
    samples TEXT, -- JSON array in the order in which they were printed; NULL: none, or retired
    statistics TEXT,    -- a tool's own, where it gave a summary: array of objects
    description TEXT,    -- this and the rest: NULL where nothing was said
    labels TEXT,        -- object
    printed_units TEXT, -- array: the units from which numbers were converted
    PRIMARY KEY (repository_id, series_id, job_id),
    FOREIGN KEY (repository_id, series_id) REFERENCES series (repository_id, id) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, job_id) REFERENCES job (repository_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A renamed benchmark keeps its history: what is of series_id counts as of target_id.
CREATE TABLE alias (
    repository_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    target_id INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (repository_id, series_id),
    FOREIGN KEY (repository_id, series_id) REFERENCES series (repository_id, id) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, target_id) REFERENCES series (repository_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What a person said of a commit, of a series, or of a series at a commit.
CREATE TABLE annotation (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    id INTEGER PRIMARY KEY, -- unique in the whole file
    kind TEXT NOT NULL CHECK (kind IN ('expected', 'ignored', 'note')),
    series_id INTEGER,
    commit_id INTEGER,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (repository_id, id),
    FOREIGN KEY (repository_id, series_id) REFERENCES series (repository_id, id) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, commit_id) REFERENCES git_commit (repository_id, id) ON DELETE CASCADE
) STRICT;

-- Commits to compare with. Nothing of them is ever pruned.
CREATE TABLE baseline (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (length(name) <= 200),
    first_commit_id INTEGER NOT NULL,
    last_commit_id INTEGER NOT NULL, -- the same for a single commit
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (repository_id, name),
    FOREIGN KEY (repository_id, first_commit_id) REFERENCES git_commit (repository_id, id) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, last_commit_id) REFERENCES git_commit (repository_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Who is at work on what: one of several watchers takes a job until the lease ends.
CREATE TABLE claim (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    work TEXT NOT NULL,
    worker TEXT NOT NULL,
    claimed_at TEXT NOT NULL,
    lease_ends_at TEXT NOT NULL,
    PRIMARY KEY (repository_id, work)
) STRICT, WITHOUT ROWID;

-- The machines, of all repositories.
CREATE TABLE host (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE, -- of name and host_key
    name TEXT NOT NULL,
    host_key TEXT NOT NULL,
    cpu TEXT NOT NULL,   -- this and the kernel: as first seen
    kernel TEXT NOT NULL
) STRICT;

-- How quiet a host was: a row a run, which stays when the job is pruned.
CREATE TABLE host_fitness (
    host_id INTEGER NOT NULL REFERENCES host (id) ON DELETE CASCADE,
    started_at TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reasons TEXT NOT NULL, -- array, as run.fitness.reasons in the manifest
    PRIMARY KEY (host_id, started_at)
) STRICT, WITHOUT ROWID;

INSERT INTO git_commit (repository_id, id, hash, position, parents, author, authored_at, committed_at,
    subject)
SELECT repository_id, id, hash, position, parents, author, authored_at, committed_at, subject
FROM old_commit;

-- The digest is set by upgrade.cpp.
INSERT INTO environment (repository_id, digest, host_key, host_name, cpu, kernel)
SELECT used.repository_id, e.digest, e.host_key, e.host_name, e.cpu, e.kernel
FROM (SELECT j.repository_id, min(e.id) AS id FROM old_job j
    JOIN old_environment e ON e.id = j.environment_id
    GROUP BY j.repository_id, e.host_key) AS used
JOIN old_environment e ON e.id = used.id;

INSERT INTO job (repository_id, id, job, work, attempt, worker, is_current, commit_id, environment_id,
    branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message,
    fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at,
    reading, source, config, build, run, stored_at)
SELECT j.repository_id, j.id, j.job, j.work, j.attempt, e.worker, j.is_current, j.commit_id, n.id,
    j.branch, j.tag, j.pull_number, j.config_name, j.status, j.failure_stage, j.failure_reason,
    j.failure_message, j.fault, j.asked_at, j.started_at, j.host_name, j.wall_s, j.outcome, j.exit_code,
    j.image, j.verdict, j.format, j.read_at, j.reading, j.source, j.config, j.build, j.run, j.stored_at
FROM old_job j
JOIN old_environment e ON e.id = j.environment_id
JOIN environment n ON n.repository_id = j.repository_id AND n.host_key = e.host_key;

INSERT INTO rejected (repository_id, job_id, position, line_number, column_number, field, reason)
SELECT j.repository_id, r.job_id, r.position, r.line_number, r.column_number, r.field, r.reason
FROM old_rejected r JOIN old_job j ON j.id = r.job_id;

CREATE UNIQUE INDEX job_current ON job (repository_id, job) WHERE is_current;
CREATE INDEX job_runs ON job (repository_id, job);
CREATE INDEX job_stored ON job (repository_id, stored_at);
CREATE INDEX job_name ON job (job);
CREATE INDEX job_work ON job (work);
CREATE INDEX job_commit ON job (repository_id, commit_id);
CREATE INDEX job_environment ON job (repository_id, environment_id);
CREATE INDEX measurement_job ON measurement (repository_id, job_id);
CREATE INDEX alias_target ON alias (repository_id, target_id);
CREATE INDEX annotation_series ON annotation (repository_id, series_id);
CREATE INDEX annotation_commit ON annotation (repository_id, commit_id);
CREATE INDEX baseline_first ON baseline (repository_id, first_commit_id);
CREATE INDEX baseline_last ON baseline (repository_id, last_commit_id);

-- For people: one row a job, its current run.
CREATE VIEW job_overview AS
SELECT job.id AS job_id, job.job, job.work, job.attempt, repository.name AS repository,
    git_commit.hash AS commit_hash, job.branch, job.tag, job.pull_number, git_commit.position,
    git_commit.committed_at, git_commit.author, git_commit.subject, job.config_name,
    job.worker, environment.host_key, environment.host_name, job.status,
    job.failure_stage, job.failure_reason, job.failure_message, job.fault,
    job.started_at, job.wall_s, job.outcome, job.exit_code, job.verdict, job.stored_at,
    job.repository_id
FROM job
JOIN repository ON repository.id = job.repository_id
JOIN environment ON environment.repository_id = job.repository_id
    AND environment.id = job.environment_id
LEFT JOIN git_commit ON git_commit.repository_id = job.repository_id
    AND git_commit.id = job.commit_id
WHERE job.is_current;

-- For people: one row a job and series.
CREATE VIEW results AS
SELECT job_overview.repository, job_overview.commit_hash, job_overview.branch,
    job_overview.position, job_overview.committed_at, job_overview.config_name,
    job_overview.worker, job_overview.host_key, series.benchmark,
    series.test, series.metric, series.unit, series.direction, measurement.n, measurement.min,
    measurement.q1, measurement.median, measurement.q3, measurement.max, measurement.mean,
    measurement.stddev, job_overview.status, job_overview.verdict,
    job_overview.job, job_overview.work, measurement.job_id, measurement.series_id,
    measurement.repository_id
FROM measurement
JOIN series ON series.repository_id = measurement.repository_id AND series.id = measurement.series_id
JOIN job_overview ON job_overview.repository_id = measurement.repository_id
    AND job_overview.job_id = measurement.job_id;
