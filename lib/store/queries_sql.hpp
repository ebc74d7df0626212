#pragma once

/// The statements of queries.cpp, for both databases. db::records_of_json(ids), a list of keys,
/// replaces {}.
///
/// The repository of a measurement is always a parameter, so that PostgreSQL opens one partition.
namespace cb::store::sql {

#define CB_MEASUREMENT_COLUMNS                                                                     \
    "m.series_id, m.job_id, m.n, m.min, m.q1, m.median, m.q3, m.max, m.mean, m.stddev, "           \
    "m.statistics"

inline constexpr const char* ids = "id bigint";
/// Of rows of several repositories.
inline constexpr const char* row_ids = "repository_id bigint, id bigint";
inline constexpr const char* row_keys = "series_id bigint, job_id bigint";

/// Those with a job. The order and the limit make PostgreSQL look one job up by the key of the
/// table for each repository; for EXISTS it may read all jobs.
inline constexpr const char* repositories =
    "SELECT name FROM repository r WHERE (SELECT job.id FROM job WHERE job.repository_id = r.id "
    "ORDER BY job.id LIMIT 1) IS NOT NULL ORDER BY name";

/// For this and the next four: $1 the repository. The order is that of an index; it decides only
/// where parents, positions and times do not.
inline constexpr const char* commits_of_repository =
    "SELECT id, hash, parents, position, committed_at FROM git_commit "
    "WHERE repository_id = $1 ORDER BY hash";

/// $2 the branch.
inline constexpr const char* commits_of_branch =
    "SELECT DISTINCT commit_id FROM job WHERE repository_id = $1 AND is_current "
    "AND commit_id IS NOT NULL AND branch = $2";

/// Of the current runs, with their commits and workers.
inline constexpr const char* jobs_of_repository =
    "SELECT id, commit_id, worker FROM job WHERE repository_id = $1 AND is_current "
    "AND commit_id IS NOT NULL";

/// $2 the series.
inline constexpr const char* jobs_of_series =
    "SELECT id, commit_id, worker FROM job WHERE repository_id = $1 AND is_current "
    "AND commit_id IS NOT NULL AND id IN (SELECT m.job_id FROM measurement m "
    "WHERE m.repository_id = $1 AND m.series_id = $2)";

inline constexpr const char* refs_of_repository =
    "SELECT commit_id, branch, tag, pull_number FROM job WHERE repository_id = $1 AND is_current "
    "AND commit_id IS NOT NULL";

/// $1 the commits, $2 the repository.
inline constexpr const char* texts_of_commits =
    "SELECT id, author, subject, perf_expected FROM git_commit "
    "WHERE repository_id = $2 AND id IN (SELECT x.id FROM {})";

/// $1 the repository, $2 the series.
inline constexpr const char* history_of_series =
    "SELECT " CB_MEASUREMENT_COLUMNS ", m.samples FROM measurement m "
    "WHERE m.repository_id = $1 AND m.series_id = $2";

/// From here to measurements_of_keys: $1 the keys, $2 the repository. Without samples, whose text
/// takes longer to read than the rest of the row.
inline constexpr const char* histories =
    "SELECT " CB_MEASUREMENT_COLUMNS " FROM measurement m "
    "WHERE m.repository_id = $2 AND m.series_id IN (SELECT x.id FROM {})";

inline constexpr const char* medians =
    "SELECT m.series_id, m.job_id, coalesce(m.median, m.mean) "
    "FROM measurement m WHERE m.repository_id = $2 AND m.series_id IN (SELECT x.id FROM {}) "
    "AND coalesce(m.median, m.mean) IS NOT NULL";

/// The same with the other figures.
inline constexpr const char* spreads =
    "SELECT m.series_id, m.job_id, coalesce(m.median, m.mean), m.min, m.q1, m.q3, m.max "
    "FROM measurement m WHERE m.repository_id = $2 AND m.series_id IN (SELECT x.id FROM {}) "
    "AND coalesce(m.median, m.mean) IS NOT NULL";

/// For job_rows.hpp, which appends the selection of jobs: $2 the repository.
inline constexpr const char* medians_of_jobs =
    "SELECT m.series_id, m.job_id, coalesce(m.median, m.mean) FROM measurement m "
    "WHERE m.repository_id = $2 AND coalesce(m.median, m.mean) IS NOT NULL";

/// The same with the other figures.
inline constexpr const char* spreads_of_jobs =
    "SELECT m.series_id, m.job_id, coalesce(m.median, m.mean), m.min, m.q1, m.q3, m.max "
    "FROM measurement m WHERE m.repository_id = $2 AND coalesce(m.median, m.mean) IS NOT NULL";

/// $1 the jobs.
inline constexpr const char* of_listed_jobs = "{} AND m.job_id IN (SELECT x.id FROM {})";

/// From $1 to $3. The list of the series makes SQLite go through its table, where the jobs of a
/// series are neighbours, instead of looking up each row of an index: that takes a tenth of the
/// time.
inline constexpr const char* of_range_of_jobs =
    "{} AND m.job_id BETWEEN $1 AND $3 "
    "AND m.series_id IN (SELECT id FROM series WHERE repository_id = $2)";

/// Which series each of the jobs measured.
inline constexpr const char* series_of_jobs =
    "SELECT m.series_id, m.job_id FROM measurement m "
    "WHERE m.repository_id = $2 AND m.job_id IN (SELECT x.id FROM {})";

/// Which jobs measured each of the series.
inline constexpr const char* jobs_of_some_series =
    "SELECT m.series_id, m.job_id FROM measurement m "
    "WHERE m.repository_id = $2 AND m.series_id IN (SELECT x.id FROM {})";

/// One row a key, with samples. The keys are row_keys.
inline constexpr const char* measurements_of_keys =
    "SELECT " CB_MEASUREMENT_COLUMNS ", m.samples FROM {} JOIN measurement m "
    "ON m.repository_id = $2 AND m.series_id = x.series_id AND m.job_id = x.job_id";

/// $1 the repository. cb prune takes results away and keeps the rest.
inline constexpr const char* contents_of_jobs =
    "SELECT id, CASE WHEN pruned_at IS NULL THEN reading ELSE 'pruned' END FROM job "
    "WHERE repository_id = $1 AND is_current AND (reading IS NOT NULL OR pruned_at IS NOT NULL)";

/// $1 the repository, $2 the commit.
inline constexpr const char* measurements_of_commit =
    "SELECT " CB_MEASUREMENT_COLUMNS ", m.samples FROM measurement m "
    "WHERE m.repository_id = $1 AND m.job_id IN (SELECT job.id FROM git_commit c "
    "JOIN job ON job.repository_id = c.repository_id AND job.commit_id = c.id "
    "WHERE c.repository_id = $1 AND c.hash = $2 AND job.is_current)";

/// For job_tables: $1 the repository; $2 branch, $3 commit and $4 status, where '' matches any; $5
/// the earliest time; $6 the limit.
inline constexpr const char* where_jobs =
    "WHERE job.repository_id = $1 AND job.is_current AND ($2 = '' OR job.branch = $2) "
    "AND ($3 = '' OR c.hash = $3) AND ($4 = '' OR job.status = $4) AND job.stored_at >= $5 "
    "ORDER BY job.stored_at DESC, job.id DESC LIMIT $6";

inline constexpr const char* series_of_repository =
    "SELECT id, benchmark, test, metric, unit, direction FROM series WHERE repository_id = $1 "
    "ORDER BY benchmark, test, metric, unit, direction";

/// $1 the repository. Without aliases, half of the time of the next.
inline constexpr const char* any_alias = "SELECT 1 FROM alias WHERE repository_id = $1 LIMIT 1";

/// $1 the repository. In the order in which they were recorded.
inline constexpr const char* aliases_of_repository =
    "SELECT s.id, s.benchmark, s.test, s.metric, s.unit, s.direction, "
    "t.id, t.benchmark, t.test, t.metric, t.unit, t.direction, "
    "a.created_by, a.created_at, a.reason FROM alias a "
    "JOIN series s ON s.repository_id = a.repository_id AND s.id = a.series_id "
    "JOIN series t ON t.repository_id = a.repository_id AND t.id = a.target_id "
    "WHERE a.repository_id = $1 ORDER BY a.created_at, s.benchmark, s.test, s.metric, s.direction";

/// How many jobs measured both series: $1 the repository, $2 and $3 the series.
inline constexpr const char* count_jobs_of_both =
    "SELECT count(*) FROM measurement m WHERE m.repository_id = $1 AND m.series_id = $2 "
    "AND m.job_id IN (SELECT n.job_id FROM measurement n "
    "WHERE n.repository_id = $1 AND n.series_id = $3)";

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
