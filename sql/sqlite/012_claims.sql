-- Which pass of cb watch works on what, so that two never take one job. The table of migration 004 was
-- never used. sql/postgres/012_claims.sql is its twin.

DROP TABLE claim;
CREATE TABLE claim (
    repository_id INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
    work TEXT NOT NULL, -- the job that cb watch asks for
    pass TEXT NOT NULL, -- a random name of the pass of cb watch that claimed it
    worker TEXT NOT NULL,
    commit_hash TEXT,
    config_name TEXT NOT NULL,
    holder TEXT NOT NULL, -- JSON: the processes that work on it (lib/claims/holder.hpp)
    claimed_at TEXT NOT NULL,
    lease_ends_at TEXT NOT NULL, -- by the clock of the process that wrote it
    PRIMARY KEY (repository_id, work)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_pass ON claim (pass);
