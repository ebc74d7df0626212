-- Which pass of cb watch works on what, so that two never take one job. The table of migration 004 was
-- never used. sql/sqlite/012_claims.sql is its twin.

DROP TABLE claim;
CREATE TABLE claim (
    repository_id bigint NOT NULL REFERENCES repository ON DELETE CASCADE,
    work text COLLATE "C" NOT NULL, -- the job that cb watch asks for
    pass text COLLATE "C" NOT NULL, -- a random name of the pass of cb watch that claimed it
    worker text COLLATE "C" NOT NULL,
    commit_hash text COLLATE "C",
    config_name text COLLATE "C" NOT NULL,
    holder text NOT NULL, -- JSON: the processes that work on it (lib/claims/holder.hpp)
    claimed_at timestamptz NOT NULL,
    lease_ends_at timestamptz NOT NULL, -- by this database's clock
    PRIMARY KEY (repository_id, work)
);
CREATE INDEX claim_pass ON claim (pass);
