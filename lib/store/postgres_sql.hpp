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
    "INSERT INTO git_commit AS known (repository_id, hash, position, parents, author, "
    "authored_at, committed_at, subject) "
    "SELECT DISTINCT ON (r.id, x.hash) r.id, x.hash, position, parents, author, authored_at, "
    "committed_at, subject "
    "FROM json_to_recordset($1::json) AS x (repository text, hash text, position bigint, "
    "parents jsonb, author text, authored_at timestamptz, committed_at timestamptz, subject text) "
    "JOIN repository r ON r.digest = x.repository "
    "WHERE NOT EXISTS (SELECT FROM git_commit c WHERE c.repository_id = r.id AND c.hash = x.hash "
    "AND (c.committed_at IS NOT NULL OR x.committed_at IS NULL)) "
    "ORDER BY r.id, x.hash, x.committed_at NULLS LAST "
    "ON CONFLICT (repository_id, hash) DO UPDATE SET parents = excluded.parents, "
    "author = excluded.author, authored_at = excluded.authored_at, "
    "committed_at = excluded.committed_at, subject = excluded.subject "
    "WHERE known.committed_at IS NULL AND excluded.committed_at IS NOT NULL";

/// A position is what a history that is known as a whole says; the greater one knows more of it.
inline constexpr const char* update_positions =
    "WITH known AS (SELECT c.id, x.position FROM "
    "(SELECT repository, hash, max(position) AS position FROM json_to_recordset($1::json) "
    "AS y (repository text, hash text, position bigint) GROUP BY repository, hash) AS x "
    "JOIN repository r ON r.digest = x.repository "
    "JOIN git_commit c ON c.repository_id = r.id AND c.hash = x.hash "
    "WHERE x.position IS NOT NULL AND (c.position IS NULL OR c.position < x.position) "
    "ORDER BY c.id FOR UPDATE OF c) "
    "UPDATE git_commit SET position = known.position FROM known WHERE git_commit.id = known.id";

/// Whoever stores a run of a job that is there has its rows to itself: the oldest of them is the
/// first that everybody asks for.
inline constexpr const char* lock_runs =
    "SELECT id FROM job WHERE job IN (SELECT json_array_elements_text($1::json)) "
    "ORDER BY job, id FOR UPDATE";

inline constexpr const char* select_runs =
    "SELECT job, id, is_current, status, fault, outcome IS NOT NULL, "
    "to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), host_name, "
    "to_char(asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), failure_stage, "
    "failure_reason, "
    "to_char(read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), reading, "
    "to_char(stored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') "
    "FROM job WHERE job IN (SELECT json_array_elements_text($1::json))";

inline constexpr const char* confirm_readings =
    "UPDATE job SET read_at = x.read_at FROM json_to_recordset($1::json) "
    "AS x (id bigint, read_at timestamptz) WHERE job.id = x.id";

inline constexpr const char* delete_runs =
    "DELETE FROM job WHERE id IN (SELECT value::bigint FROM json_array_elements_text($1::json))";

inline constexpr const char* demote_runs =
    "UPDATE job SET is_current = false "
    "WHERE id IN (SELECT value::bigint FROM json_array_elements_text($1::json))";

inline constexpr const char* promote_runs =
    "UPDATE job SET is_current = true "
    "WHERE id IN (SELECT value::bigint FROM json_array_elements_text($1::json))";

/// A job that another process has made in the meantime is left out.
inline constexpr const char* insert_jobs =
    "INSERT INTO job (job, work, attempt, is_current, repository_id, commit_id, environment_id, "
    "branch, tag, pull_number, config_name, status, failure_stage, failure_reason, "
    "failure_message, fault, asked_at, "
    "started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, "
    "source, config, build, run, stored_at) "
    "SELECT x.job, work, attempt, is_current, r.id, c.id, e.id, branch, tag, pull_number, "
    "config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, "
    "started_at, x.host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, "
    "reading, "
    "source, config, build, run, stored_at "
    "FROM json_to_recordset($1::json) AS x (job text, work text, attempt bigint, "
    "is_current boolean, fault text, asked_at timestamptz, host_name text, read_at timestamptz, "
    "reading text, repository text, environment text, hash text, branch text, tag text, "
    "pull_number bigint, config_name text, status text, failure_stage text, "
    "failure_reason text, failure_message text, started_at timestamptz, wall_s double precision, "
    "outcome text, exit_code integer, image text, verdict text, format text, source jsonb, "
    "config jsonb, build jsonb, run jsonb, stored_at timestamptz) "
    "JOIN repository r ON r.digest = x.repository "
    "JOIN environment e ON e.digest = x.environment "
    "LEFT JOIN git_commit c ON c.repository_id = r.id AND c.hash = x.hash "
    "ORDER BY x.job ON CONFLICT (job) WHERE is_current DO NOTHING RETURNING id, job";

inline constexpr const char* insert_logs =
    "INSERT INTO job_log (job_id, output, error_output, files, build_log, engine_log) "
    "SELECT job_id, output, error_output, files, build_log, engine_log "
    "FROM json_to_recordset($1::json) AS x (job_id bigint, output text, error_output text, "
    "files text, build_log text, engine_log text)";

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
