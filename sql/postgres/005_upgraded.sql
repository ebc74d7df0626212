-- What 004_measurements.sql has kept of the old tables until lib/store/upgrade.cpp had moved it.
-- sql/sqlite/005_upgraded.sql is its twin.

DROP TABLE old_sample, old_summary, old_note, old_log;

SELECT setval(pg_get_serial_sequence('git_commit', 'id'), coalesce(max(id), 0) + 1, false) FROM git_commit;
SELECT setval(pg_get_serial_sequence('job', 'id'), coalesce(max(id), 0) + 1, false) FROM job;
SELECT setval(pg_get_serial_sequence('series', 'id'), coalesce(max(id), 0) + 1, false) FROM series;
