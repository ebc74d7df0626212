#include "store/prune_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::store {

namespace {

/// About the bytes of a row without its texts and arrays, with its entries in the indexes.
constexpr int row_bytes = 160;

/// The bytes of columns, as an expression.
std::string size_of(db::Backend backend, std::initializer_list<const char*> columns)
{
    std::string sum;
    for (const auto* const column : columns) {
        sum += fmt::format("{}coalesce({}({}), 0)",
                           sum.empty() ? "" : " + ",
                           backend == db::Backend::sqlite ? "length" : "pg_column_size",
                           column);
    }
    return sum;
}

/// $1 the repository; before which time $2 samples, $3 logs, $4 jobs go, and $5 the latest of them.
/// Only what goes is measured.
std::string select_condemned(db::Backend backend)
{
    const auto of_measurements = [](const std::string& expression) {
        return fmt::format(
            "(SELECT {} FROM measurement m WHERE m.repository_id = old.repository_id "
            "AND m.job_id = old.id)",
            expression);
    };
    const auto* const to_integer = "CAST(coalesce({}, 0) AS bigint)";
    const auto sum = [&](const std::string& bytes) {
        return of_measurements(fmt::format(fmt::runtime(to_integer), "sum(" + bytes + ")"));
    };
    const auto log_bytes = fmt::format(
        "coalesce((SELECT {} FROM log l WHERE l.repository_id = old.repository_id "
        "AND l.job_id = old.id), 0)",
        size_of(backend, {"l.output", "l.error_output", "l.files", "l.build_log", "l.engine_log"}));
    return fmt::format(
        "WITH old AS (SELECT job.repository_id, job.id, job.job, job.reading, job.commit_id, {0} "
        "AS "
        "at, job.source, job.config, job.build, job.run, "
        "job.pruned_at IS NULL AND {0} < $4 AS loses_all, "
        "job.samples_retired_at IS NULL AND job.pruned_at IS NULL AND {0} < $2 AS loses_samples, "
        "{0} < $3 AND EXISTS (SELECT 1 FROM log l WHERE l.repository_id = job.repository_id "
        "AND l.job_id = job.id) AS loses_log "
        "FROM job WHERE job.repository_id = $1 AND {0} < $5) "
        "SELECT id, job, reading, commit_id, at, loses_samples, loses_log, loses_all, "
        "CASE WHEN loses_samples OR loses_all THEN {1} ELSE 0 END, "
        "CASE WHEN loses_samples AND NOT loses_all THEN {2} ELSE 0 END, "
        "CASE WHEN loses_log OR loses_all THEN {3} ELSE 0 END, "
        "CASE WHEN loses_all THEN {4} + {5} ELSE 0 END "
        "FROM old WHERE loses_samples OR loses_log OR loses_all ORDER BY at, id",
        run_time,
        of_measurements("count(*)"),
        sum(size_of(backend, {"m.samples"})),
        log_bytes,
        sum(fmt::format(
            "{} + {}",
            size_of(backend,
                    {"m.samples", "m.statistics", "m.description", "m.labels", "m.printed_units"}),
            row_bytes)),
        size_of(backend, {"old.source", "old.config", "old.build", "old.run"}));
}

Condemned condemned_of(const db::Row& row)
{
    const auto number = [&row](int column) {
        return static_cast<std::uint64_t>(row.integer(column));
    };
    const bool loses_all = row.truth(7);
    return {.run = {row.integer(0), row.time(4).value_or(Time{})},
            .job = std::string{row.text(1)},
            .reading = std::string{row.text(2)},
            .loses_samples = row.truth(5) && !loses_all,
            .loses_log = row.truth(6) && !loses_all,
            .loses_all = loses_all,
            .measurements = number(8),
            .sample_bytes = number(9),
            .log_bytes = number(10),
            .all_bytes = number(11) + number(10)};
}

} // namespace

PrunePlan plan_of(db::Database& database,
                  std::int64_t repository_id,
                  const PruneLimits& limits,
                  const std::unordered_set<std::int64_t>& pinned)
{
    const auto before = [](const std::optional<Time>& limit) {
        return limit.value_or(Time{}); // no run is older than 1970
    };
    PrunePlan plan;
    database.stream(select_condemned(database.backend()),
                    {repository_id,
                     before(limits.samples),
                     before(limits.logs),
                     before(limits.jobs),
                     std::max({before(limits.samples), before(limits.logs), before(limits.jobs)})},
                    [&](const db::Row& row) {
                        if (!row.is_null(3) && pinned.contains(row.integer(3))) {
                            ++plan.pinned;
                        } else {
                            plan.runs.push_back(condemned_of(row));
                        }
                    });
    return plan;
}

} // namespace cb::store
