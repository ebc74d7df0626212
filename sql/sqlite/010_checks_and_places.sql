-- The jobs of a repository with their commits, workers and branches, without reading the rows, which
-- hold whole sections of the manifest: each query by history needs them. PostgreSQL keeps those
-- sections outside the row.
--
-- SQLite checks a foreign key by looking into an index, which costs little, so its keys stay.
-- sql/postgres/010_checks_and_places.sql is the twin that needs more.

-- is_current is a column because SQLite 3.40 reads the row for it otherwise.
CREATE INDEX job_place ON job (repository_id, commit_id, worker, branch, is_current) WHERE is_current;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('job', 'job_place', '100000 1000 1 1 1 1');
ANALYZE sqlite_schema; -- loads it
