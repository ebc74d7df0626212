-- How many rows share a value of the keys. Without this, SQLite's planner assumes that a repository has
-- ten measurements, and reads all of them for each job. Nobody runs ANALYZE, and its result would fit
-- only the size that the store had then, so these are the figures of a store of some years: 100
-- repositories of 500 series, 1000 commits and 1000 jobs. A later ANALYZE replaces them.
-- sql/postgres/009_statistics.sql is its twin.

ANALYZE schema_migration; -- a small table: this creates sqlite_stat1
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('repository', 'sqlite_autoindex_repository_1', '100 1'),
    ('environment', 'sqlite_autoindex_environment_1', '300 3 1'),
    ('environment', 'sqlite_autoindex_environment_2', '300 3 1'),
    ('measurement', 'measurement', '50000000 500000 1000 1'),
    ('measurement', 'measurement_job', '50000000 500000 500'),
    ('series', 'sqlite_autoindex_series_1', '50000 500 1'),
    ('series', 'sqlite_autoindex_series_2', '50000 500 1'),
    ('git_commit', 'sqlite_autoindex_git_commit_1', '100000 1000 1'),
    ('git_commit', 'sqlite_autoindex_git_commit_2', '100000 1000 1'),
    ('job', 'sqlite_autoindex_job_1', '100000 1000 1'),
    ('job', 'job_current', '100000 1000 1'),
    ('job', 'job_runs', '100000 1000 1'),
    ('job', 'job_stored', '100000 1000 1'),
    ('job', 'job_name', '100000 1'),
    ('job', 'job_work', '100000 1'),
    ('job', 'job_commit', '100000 1000 1'),
    ('job', 'job_environment', '100000 1000 300');
ANALYZE sqlite_schema; -- loads them
