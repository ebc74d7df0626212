#pragma once

/// The statements of queries.cpp, for both databases. db::records_of_json(ids), a list of keys,
/// replaces {}.
namespace cb::store::sql {

#define CB_MEASUREMENT_COLUMNS                                                                     \
    "m.series_id, m.job_id, m.n, m.min, m.q1, m.median, m.q3, m.max, m.mean, m.stddev, "           \
    "m.samples, m.statistics"

inline constexpr const char* ids = "repository_id bigint, id bigint";

/// $1 the repository, $2 the series.
inline constexpr const char* history_of_series =
    "SELECT " CB_MEASUREMENT_COLUMNS " FROM measurement m "
    "WHERE m.repository_id = $1 AND m.series_id = $2";

inline constexpr const char* histories = "SELECT " CB_MEASUREMENT_COLUMNS " FROM {} "
                                         "JOIN measurement m ON m.repository_id = x.repository_id "
                                         "AND m.series_id = x.id";

inline constexpr const char* measurements_of_jobs =
    "SELECT " CB_MEASUREMENT_COLUMNS " FROM {} "
    "JOIN measurement m ON m.repository_id = x.repository_id AND m.job_id = x.id";

/// $1 the repository, $2 the commit.
inline constexpr const char* measurements_of_commit =
    "SELECT " CB_MEASUREMENT_COLUMNS " FROM git_commit c "
    "JOIN job ON job.repository_id = c.repository_id AND job.commit_id = c.id "
    "JOIN measurement m ON m.repository_id = job.repository_id AND m.job_id = job.id "
    "WHERE c.repository_id = $1 AND c.hash = $2 AND job.is_current";

/// For job_tables: $1 the repository; $2 branch, $3 commit and $4 status, where '' matches any; $5
/// the earliest time; $6 the limit.
inline constexpr const char* where_jobs =
    "WHERE job.repository_id = $1 AND job.is_current AND ($2 = '' OR job.branch = $2) "
    "AND ($3 = '' OR c.hash = $3) AND ($4 = '' OR job.status = $4) AND job.stored_at >= $5 "
    "ORDER BY job.stored_at DESC, job.id DESC LIMIT $6";

inline constexpr const char* series_of_repository =
    "SELECT id, benchmark, test, metric, unit, direction FROM series WHERE repository_id = $1 "
    "ORDER BY benchmark, test, metric, unit, direction";

/// $1 the repository, $2 the job's name.
inline constexpr const char* log_of_job =
    "SELECT output, error_output, files, build_log, engine_log FROM job "
    "JOIN log ON log.repository_id = job.repository_id AND log.job_id = job.id "
    "WHERE job.repository_id = $1 AND job.job = $2 AND job.is_current";

inline constexpr const char* hosts =
    "SELECT h.name, h.host_key, h.cpu, h.kernel, min(f.started_at), max(f.started_at), "
    "sum(CASE f.verdict WHEN 'clean' THEN 1 ELSE 0 END), "
    "sum(CASE f.verdict WHEN 'suspect' THEN 1 ELSE 0 END), "
    "sum(CASE f.verdict WHEN 'invalid' THEN 1 ELSE 0 END) "
    "FROM host h JOIN host_fitness f ON f.host_id = h.id "
    "GROUP BY h.id, h.name, h.host_key, h.cpu, h.kernel ORDER BY h.name, h.host_key";

/// $1 the digest of the host.
inline constexpr const char* fitness_of_host =
    "SELECT f.started_at, f.verdict, f.reasons FROM host h JOIN host_fitness f ON f.host_id = h.id "
    "WHERE h.digest = $1 ORDER BY f.started_at";

} // namespace cb::store::sql
