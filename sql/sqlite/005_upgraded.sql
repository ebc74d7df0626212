-- What 004_measurements.sql has kept of the old tables until lib/store/upgrade.cpp had moved it.
-- sql/postgres/005_upgraded.sql is its twin.

DROP TABLE old_sample;
DROP TABLE old_summary;
DROP TABLE old_note;
DROP TABLE old_log;
DROP TABLE temp.old_commit;
DROP TABLE temp.old_environment;
DROP TABLE temp.old_job;
DROP TABLE temp.old_rejected;
DROP TABLE temp.old_series;
