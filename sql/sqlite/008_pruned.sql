-- When cb prune took something from a run. Its row stays: it says that the job was done, which run
-- counts and how often it failed. sql/postgres/008_pruned.sql is its twin.

ALTER TABLE job ADD COLUMN samples_retired_at TEXT; -- NULL: no sample of it was retired
-- NULL: it has its results. Else measurements, log and rejected entries are gone, and source, config,
-- build and run are empty.
ALTER TABLE job ADD COLUMN pruned_at TEXT;
