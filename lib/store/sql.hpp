#pragma once

/// The statements that store a batch, for both databases. Each takes its rows as $1, one JSON text
/// that db::records_of_json() reads in the place of {}, with the columns that are named beside it.
namespace cb::store::sql {

struct Statement {
    const char* text;
    const char* columns;
};

// Statements that several processes may run at once insert in the order of a key, so that two that
// store the same rows wait for each other in the same order and never in a circle.

inline constexpr Statement insert_repositories{
    "INSERT INTO repository (digest, name) SELECT DISTINCT digest, name FROM {} "
    "WHERE NOT EXISTS (SELECT 1 FROM repository r WHERE r.digest = x.digest) "
    "ORDER BY digest ON CONFLICT DO NOTHING",
    "digest text, name text"};

inline constexpr Statement insert_environments{
    "INSERT INTO environment (digest, worker, host_key, host_name, cpu, kernel) "
    "SELECT digest, worker, host_key, host_name, cpu, kernel FROM {} "
    "WHERE NOT EXISTS (SELECT 1 FROM environment e WHERE e.digest = x.digest) "
    "ORDER BY digest ON CONFLICT DO NOTHING",
    "digest text, worker text, host_key text, host_name text, cpu text, kernel text"};

/// A commit that was known only by its hash is completed when more is known.
inline constexpr Statement insert_commits{
    "INSERT INTO git_commit AS known (repository_id, hash, position, parents, author, "
    "authored_at, committed_at, subject) "
    "SELECT repository_id, hash, position, parents, author, authored_at, committed_at, subject "
    "FROM (SELECT x.*, row_number() OVER (PARTITION BY repository_id, hash "
    "ORDER BY committed_at NULLS LAST) AS place FROM {}) AS y "
    "WHERE place = 1 AND NOT EXISTS (SELECT 1 FROM git_commit c "
    "WHERE c.repository_id = y.repository_id AND c.hash = y.hash "
    "AND (c.committed_at IS NOT NULL OR y.committed_at IS NULL)) "
    "ORDER BY repository_id, hash "
    "ON CONFLICT (repository_id, hash) DO UPDATE SET parents = excluded.parents, "
    "author = excluded.author, authored_at = excluded.authored_at, "
    "committed_at = excluded.committed_at, subject = excluded.subject "
    "WHERE known.committed_at IS NULL AND excluded.committed_at IS NOT NULL",
    "repository_id bigint, hash text, position bigint, parents jsonb, author text, "
    "authored_at timestamptz, committed_at timestamptz, subject text"};

/// A position is what a history that is known as a whole says; the greater one knows more of it.
inline constexpr Statement update_positions{
    "UPDATE git_commit SET position = known.position FROM "
    "(SELECT repository_id, hash, max(position) AS position FROM {} "
    "WHERE position IS NOT NULL GROUP BY repository_id, hash) AS known "
    "WHERE git_commit.repository_id = known.repository_id AND git_commit.hash = known.hash "
    "AND (git_commit.position IS NULL OR git_commit.position < known.position)",
    "repository_id bigint, hash text, position bigint"};

inline constexpr Statement confirm_readings{
    "UPDATE job SET read_at = x.read_at FROM {} WHERE job.id = x.id",
    "id bigint, read_at timestamptz"};

inline constexpr Statement insert_jobs{
    "INSERT INTO job (job, work, attempt, is_current, repository_id, commit_id, environment_id, "
    "branch, tag, pull_number, config_name, status, failure_stage, failure_reason, "
    "failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, "
    "verdict, format, read_at, reading, source, config, build, run, stored_at) "
    "SELECT x.job, work, attempt, is_current, x.repository_id, c.id, e.id, branch, tag, "
    "pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, "
    "asked_at, started_at, x.host_name, wall_s, outcome, exit_code, image, verdict, format, "
    "read_at, reading, source, config, build, run, stored_at FROM {} "
    "JOIN environment e ON e.digest = x.environment "
    "LEFT JOIN git_commit c ON c.repository_id = x.repository_id AND c.hash = x.hash "
    "WHERE true RETURNING id, job",
    "job text, work text, attempt bigint, is_current boolean, repository_id bigint, "
    "environment text, hash text, branch text, tag text, pull_number bigint, config_name text, "
    "status text, failure_stage text, failure_reason text, failure_message text, fault text, "
    "asked_at timestamptz, started_at timestamptz, host_name text, wall_s double precision, "
    "outcome text, exit_code integer, image text, verdict text, format text, "
    "read_at timestamptz, reading text, source jsonb, config jsonb, build jsonb, run jsonb, "
    "stored_at timestamptz"};

inline constexpr Statement insert_series{
    "INSERT INTO series (digest, repository_id, environment_id, benchmark, test, metric, unit, "
    "direction) "
    "SELECT x.digest, x.repository_id, e.id, benchmark, test, metric, unit, direction FROM {} "
    "JOIN environment e ON e.digest = x.environment "
    "WHERE NOT EXISTS (SELECT 1 FROM series s WHERE s.digest = x.digest) "
    "ORDER BY x.digest ON CONFLICT DO NOTHING",
    "digest text, repository_id bigint, environment text, benchmark text, test text, "
    "metric text, unit text, direction text"};

inline constexpr Statement select_series{
    "SELECT s.digest, s.id, s.unit FROM {} JOIN series s ON s.digest = x.digest", "digest text"};

} // namespace cb::store::sql
