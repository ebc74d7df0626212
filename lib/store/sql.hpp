#pragma once

#include "db/database.hpp"

#include <string>

/// The statements that store a batch, for both databases. Each takes its rows as $1, one JSON text.
/// db::records_of_json() with the columns given next to the statement replaces {}.
namespace cb::store::sql {

struct Statement {
    const char* text;
    const char* columns;
};

// Statements that several processes may run at once insert in key order. Two processes that store
// the same rows then take locks in the same order and cannot deadlock.

inline constexpr Statement insert_repositories{
    "INSERT INTO repository (digest, name) SELECT DISTINCT digest, name FROM {} "
    "WHERE NOT EXISTS (SELECT 1 FROM repository r WHERE r.digest = x.digest) "
    "ORDER BY digest ON CONFLICT DO NOTHING",
    "digest text, name text"};

inline constexpr Statement insert_environments{
    "INSERT INTO environment (repository_id, digest, host_key, host_name, cpu, kernel) "
    "SELECT repository_id, digest, host_key, host_name, cpu, kernel FROM {} "
    "WHERE NOT EXISTS (SELECT 1 FROM environment e "
    "WHERE e.repository_id = x.repository_id AND e.digest = x.digest) "
    "ORDER BY repository_id, digest ON CONFLICT DO NOTHING",
    "repository_id bigint, digest text, host_key text, host_name text, cpu text, kernel text"};

inline constexpr Statement insert_hosts{
    "INSERT INTO host (digest, name, host_key, cpu, kernel) "
    "SELECT host, min(host_name), min(host_key), min(cpu), min(kernel) FROM {} "
    "WHERE host IS NOT NULL AND NOT EXISTS (SELECT 1 FROM host h WHERE h.digest = x.host) "
    "GROUP BY host ORDER BY host ON CONFLICT DO NOTHING",
    "host text, host_name text, host_key text, cpu text, kernel text"};

/// If a run's start or the verdict is unknown, it says nothing about the host's fitness over time.
inline constexpr Statement insert_fitness{
    "INSERT INTO host_fitness (host_id, started_at, verdict, reasons) "
    "SELECT h.id, x.started_at, x.verdict, x.run -> 'fitness' -> 'reasons' FROM {} "
    "JOIN host h ON h.digest = x.host "
    "WHERE x.started_at IS NOT NULL AND x.run -> 'fitness' -> 'reasons' IS NOT NULL "
    "AND x.verdict IN ('clean', 'suspect', 'invalid') "
    "ORDER BY h.id, x.started_at, x.verdict ON CONFLICT DO NOTHING",
    "host text, started_at timestamptz, verdict text, run jsonb"};

/// A commit stored with only its hash is completed when more is known.
inline constexpr Statement insert_commits{
    "INSERT INTO git_commit AS known (repository_id, hash, position, parents, author, "
    "authored_at, committed_at, subject, perf_expected) "
    "SELECT repository_id, hash, position, parents, author, authored_at, committed_at, subject, "
    "perf_expected "
    "FROM (SELECT x.*, row_number() OVER (PARTITION BY repository_id, hash "
    "ORDER BY committed_at NULLS LAST) AS place FROM {}) AS y "
    "WHERE place = 1 AND NOT EXISTS (SELECT 1 FROM git_commit c "
    "WHERE c.repository_id = y.repository_id AND c.hash = y.hash "
    "AND (c.committed_at IS NOT NULL OR y.committed_at IS NULL)) "
    "ORDER BY repository_id, hash "
    "ON CONFLICT (repository_id, hash) DO UPDATE SET parents = excluded.parents, "
    "author = excluded.author, authored_at = excluded.authored_at, "
    "committed_at = excluded.committed_at, subject = excluded.subject, "
    "perf_expected = excluded.perf_expected "
    "WHERE known.committed_at IS NULL AND excluded.committed_at IS NOT NULL",
    "repository_id bigint, hash text, position bigint, parents jsonb, author text, "
    "authored_at timestamptz, committed_at timestamptz, subject text, perf_expected jsonb"};

/// A position comes from a complete history; the larger one comes from the longer history.
inline constexpr Statement update_positions{
    "UPDATE git_commit SET position = known.position FROM "
    "(SELECT repository_id, hash, max(position) AS position FROM {} "
    "WHERE position IS NOT NULL GROUP BY repository_id, hash) AS known "
    "WHERE git_commit.repository_id = known.repository_id AND git_commit.hash = known.hash "
    "AND (git_commit.position IS NULL OR git_commit.position < known.position)",
    "repository_id bigint, hash text, position bigint"};

inline constexpr Statement select_runs{
    "SELECT job.job, job.id, is_current, status, fault, outcome, started_at, host_name, asked_at, "
    "failure_stage, failure_reason, read_at, reading, stored_at, job.repository_id FROM {} "
    "JOIN job ON job.repository_id = x.repository_id AND job.job = x.job",
    "repository_id bigint, job text"};

inline constexpr Statement confirm_readings{
    "UPDATE job SET read_at = x.read_at FROM {} "
    "WHERE job.repository_id = x.repository_id AND job.id = x.id",
    "repository_id bigint, id bigint, read_at timestamptz"};

// Not (repository_id, id) IN …, because SQLite 3.40 does not use an index that includes the rowid
// for it. The id alone identifies the row; the repository selects the index.
inline constexpr Statement delete_runs{
    "WITH chosen AS (SELECT repository_id, id FROM {}) DELETE FROM job "
    "WHERE repository_id IN (SELECT repository_id FROM chosen) AND id IN (SELECT id FROM chosen)",
    "repository_id bigint, id bigint"};
inline constexpr Statement demote_runs{
    "UPDATE job SET is_current = false FROM {} "
    "WHERE job.repository_id = x.repository_id AND job.id = x.id",
    "repository_id bigint, id bigint"};
inline constexpr Statement promote_runs{
    "UPDATE job SET is_current = true FROM {} "
    "WHERE job.repository_id = x.repository_id AND job.id = x.id",
    "repository_id bigint, id bigint"};

inline constexpr Statement insert_jobs{
    "INSERT INTO job (repository_id, job, work, attempt, worker, is_current, commit_id, "
    "environment_id, branch, tag, pull_number, config_name, status, failure_stage, "
    "failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, "
    "exit_code, image, verdict, format, read_at, reading, source, config, build, run, "
    "unknown_members, stored_at) "
    "SELECT x.repository_id, x.job, work, attempt, worker, is_current, c.id, e.id, branch, tag, "
    "pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, "
    "asked_at, started_at, x.host_name, wall_s, outcome, exit_code, image, verdict, format, "
    "read_at, reading, source, config, build, run, unknown_members, stored_at FROM {} "
    "JOIN environment e ON e.repository_id = x.repository_id AND e.digest = x.environment "
    "LEFT JOIN git_commit c ON c.repository_id = x.repository_id AND c.hash = x.hash "
    "WHERE true RETURNING repository_id, id, job",
    "job text, work text, attempt bigint, worker text, is_current boolean, repository_id bigint, "
    "environment text, hash text, branch text, tag text, pull_number bigint, config_name text, "
    "status text, failure_stage text, failure_reason text, failure_message text, fault text, "
    "asked_at timestamptz, started_at timestamptz, host_name text, wall_s double precision, "
    "outcome text, exit_code integer, image text, verdict text, format text, "
    "read_at timestamptz, reading text, source jsonb, config jsonb, build jsonb, run jsonb, "
    "unknown_members text, stored_at timestamptz"};

inline constexpr Statement insert_series{
    "INSERT INTO series (repository_id, digest, benchmark, test, metric, unit, direction) "
    "SELECT repository_id, digest, benchmark, test, metric, unit, direction FROM {} "
    "WHERE NOT EXISTS (SELECT 1 FROM series s "
    "WHERE s.repository_id = x.repository_id AND s.digest = x.digest) "
    "ORDER BY repository_id, digest ON CONFLICT DO NOTHING",
    "digest text, repository_id bigint, benchmark text, test text, metric text, unit text, "
    "direction text"};

inline constexpr Statement select_series{
    "SELECT s.digest, s.id, s.unit, s.repository_id FROM {} "
    "JOIN series s ON s.repository_id = x.repository_id AND s.digest = x.digest",
    "repository_id bigint, digest text"};

/// Nobody works any longer on a job that is stored.
inline constexpr Statement delete_claims{
    "DELETE FROM claim WHERE (repository_id, work) IN (SELECT repository_id, work FROM {})",
    "repository_id bigint, work text"};

} // namespace cb::store::sql

namespace cb::store {

/// The statement as the database expects it.
[[nodiscard]] std::string to_sql(const sql::Statement& statement, db::Backend backend);

/// Runs the statement unless `rows`, a JSON array, is empty.
void run_rows(db::Transaction& transaction,
              db::Backend backend,
              const sql::Statement& statement,
              const std::string& rows);

} // namespace cb::store
