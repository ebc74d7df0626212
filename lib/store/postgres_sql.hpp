#pragma once

/// The statements that store a batch. Each takes its rows as one JSON text (postgres_rows.hpp).
namespace cb::store::sql {

// Each statement inserts in the order of a key, so that two processes that store the same rows
// wait for each other in the same order and never in a circle.

inline constexpr const char* insert_repositories =
    "INSERT INTO repository (digest, name) SELECT DISTINCT digest, name "
    "FROM json_to_recordset($1::json) AS x (digest text, name text) "
    "WHERE NOT EXISTS (SELECT FROM repository r WHERE r.digest = x.digest) "
    "ORDER BY digest ON CONFLICT DO NOTHING";

inline constexpr const char* insert_environments =
    "INSERT INTO environment (digest, worker, host_key, host_name, cpu, kernel) "
    "SELECT digest, worker, host_key, host_name, cpu, kernel "
    "FROM json_to_recordset($1::json) AS x (digest text, worker text, host_key text, "
    "host_name text, cpu text, kernel text) "
    "WHERE NOT EXISTS (SELECT FROM environment e WHERE e.digest = x.digest) "
    "ORDER BY digest ON CONFLICT DO NOTHING";

/// A commit that was known only by its hash is completed when more is known.
inline constexpr const char* insert_commits =
    "INSERT INTO git_commit AS known (repository_id, hash, parents, author, authored_at, "
    "committed_at, subject) "
    "SELECT DISTINCT ON (r.id, x.hash) r.id, x.hash, parents, author, authored_at, committed_at, "
    "subject "
    "FROM json_to_recordset($1::json) AS x (repository text, hash text, parents jsonb, author "
    "text, "
    "authored_at timestamptz, committed_at timestamptz, subject text) "
    "JOIN repository r ON r.digest = x.repository "
    "WHERE NOT EXISTS (SELECT FROM git_commit c WHERE c.repository_id = r.id AND c.hash = x.hash "
    "AND (c.committed_at IS NOT NULL OR x.committed_at IS NULL)) "
    "ORDER BY r.id, x.hash, x.committed_at NULLS LAST "
    "ON CONFLICT (repository_id, hash) DO UPDATE SET parents = excluded.parents, "
    "author = excluded.author, authored_at = excluded.authored_at, "
    "committed_at = excluded.committed_at, subject = excluded.subject "
    "WHERE known.committed_at IS NULL AND excluded.committed_at IS NOT NULL";

inline constexpr const char* insert_jobs =
    "INSERT INTO job (job, repository_id, commit_id, environment_id, branch, tag, pull_number, "
    "config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, "
    "outcome, exit_code, image, verdict, format, source, config, build, run, stored_at) "
    "SELECT x.job, r.id, c.id, e.id, branch, tag, pull_number, config_name, status, failure_stage, "
    "failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, "
    "format, source, config, build, run, stored_at "
    "FROM json_to_recordset($1::json) AS x (job text, repository text, environment text, hash "
    "text, "
    "branch text, tag text, pull_number bigint, config_name text, status text, failure_stage text, "
    "failure_reason text, failure_message text, started_at timestamptz, wall_s double precision, "
    "outcome text, exit_code integer, image text, verdict text, format text, source jsonb, "
    "config jsonb, build jsonb, run jsonb, stored_at timestamptz) "
    "JOIN repository r ON r.digest = x.repository "
    "JOIN environment e ON e.digest = x.environment "
    "LEFT JOIN git_commit c ON c.repository_id = r.id AND c.hash = x.hash "
    "ORDER BY x.job ON CONFLICT (job) DO NOTHING RETURNING id, job";

inline constexpr const char* insert_logs =
    "INSERT INTO job_log (job_id, output, build_log, engine_log) "
    "SELECT job_id, output, build_log, engine_log FROM json_to_recordset($1::json) "
    "AS x (job_id bigint, output text, build_log text, engine_log text)";

inline constexpr const char* insert_rejected =
    "INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) "
    "SELECT job_id, position, line_number, column_number, field, reason "
    "FROM json_to_recordset($1::json) AS x (job_id bigint, position bigint, line_number bigint, "
    "column_number bigint, field text, reason text)";

inline constexpr const char* insert_series =
    "INSERT INTO series (digest, repository_id, environment_id, benchmark, test, metric, unit, "
    "direction) "
    "SELECT x.digest, r.id, e.id, benchmark, test, metric, unit, direction "
    "FROM json_to_recordset($1::json) AS x (digest text, repository text, environment text, "
    "benchmark text, test text, metric text, unit text, direction text) "
    "JOIN repository r ON r.digest = x.repository "
    "JOIN environment e ON e.digest = x.environment "
    "WHERE NOT EXISTS (SELECT FROM series s WHERE s.digest = x.digest) "
    "ORDER BY x.digest ON CONFLICT DO NOTHING";

inline constexpr const char* select_series =
    "SELECT s.digest, s.id, s.unit FROM json_to_recordset($1::json) AS x (digest text) "
    "JOIN series s ON s.digest = x.digest";

inline constexpr const char* insert_summaries =
    "INSERT INTO summary (job_id, series_id, position, statistic, value) "
    "SELECT job_id, series_id, position, statistic, value FROM json_to_recordset($1::json) "
    "AS x (job_id bigint, series_id bigint, position bigint, statistic text, "
    "value double precision)";

inline constexpr const char* insert_notes =
    "INSERT INTO result_note (job_id, series_id, description, labels, printed_units) "
    "SELECT job_id, series_id, description, labels, printed_units "
    "FROM json_to_recordset($1::json) AS x (job_id bigint, series_id bigint, description text, "
    "labels jsonb, printed_units jsonb)";

} // namespace cb::store::sql
