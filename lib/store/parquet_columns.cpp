#include "store/parquet_columns.hpp"

#include "db/dialect.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

using enum parquet::Kind;
using parquet::Presence;

StoredColumn required(std::string name, parquet::Kind kind, std::string sql)
{
    return {.column = {std::move(name), kind, Presence::required}, .sql = std::move(sql)};
}

StoredColumn optional(std::string name, parquet::Kind kind, std::string sql)
{
    return {.column = {std::move(name), kind, Presence::optional}, .sql = std::move(sql)};
}

StoredColumn unpacked_column(std::string name)
{
    auto column = optional(name, text, "log." + name);
    column.form = StoredColumn::Form::gzip;
    return column;
}

std::vector<StoredColumn> commit_columns()
{
    return {required("repository", text, "repository.name"),
            optional("commit", text, "c.hash"),
            optional("position", integer, "c.position"),
            optional("parents", text, "c.parents"),
            optional("author", text, "c.author"),
            optional("authored_at", time, "c.authored_at"),
            optional("committed_at", time, "c.committed_at"),
            optional("subject", text, "c.subject"),
            optional("branch", text, "job.branch"),
            optional("tag", text, "job.tag"),
            optional("pull_number", integer, "job.pull_number")};
}

std::vector<StoredColumn> measurement_columns()
{
    return {required("benchmark", text, "s.benchmark"),
            required("test", text, "s.test"),
            required("metric", text, "s.metric"),
            required("unit", text, "s.unit"),
            required("direction", text, "s.direction"),
            required("place", integer, "m.position"),
            optional("n", integer, "m.n"),
            optional("min", real, "m.min"),
            optional("q1", real, "m.q1"),
            optional("median", real, "m.median"),
            optional("q3", real, "m.q3"),
            optional("max", real, "m.max"),
            optional("mean", real, "m.mean"),
            optional("stddev", real, "m.stddev"),
            optional("samples", reals, "m.samples"),
            optional("statistics", text, "m.statistics"),
            optional("description", text, "m.description"),
            optional("labels", text, "m.labels"),
            optional("printed_units", text, "m.printed_units")};
}

std::vector<StoredColumn> job_columns_of_both()
{
    return {required("job", text, "job.job"),
            required("work", text, "job.work"),
            required("attempt", integer, "job.attempt"),
            required("is_current", truth, "job.is_current"),
            required("worker", text, "job.worker"),
            required("host_key", text, "e.host_key"),
            required("host_name", text, "job.host_name"),
            required("config_name", text, "job.config_name"),
            required("status", text, "job.status"),
            optional("failure_stage", text, "job.failure_stage"),
            optional("failure_reason", text, "job.failure_reason"),
            optional("failure_message", text, "job.failure_message"),
            optional("fault", text, "job.fault"),
            optional("started_at", time, "job.started_at"),
            required("stored_at", time, "job.stored_at"),
            optional("wall_s", real, "job.wall_s"),
            optional("outcome", text, "job.outcome"),
            optional("exit_code", integer, "job.exit_code"),
            optional("image", text, "job.image"),
            optional("verdict", text, "job.verdict")};
}

/// The entries of the table rejected, as in the manifest.
std::string rejected_of(db::Backend backend)
{
    const auto* const entry = "'line', r.line_number, 'column', r.column_number, 'field', r.field, "
                              "'reason', r.reason";
    const auto* const of_job = "r.repository_id = job.repository_id AND r.job_id = job.id";
    return backend == db::Backend::sqlite
               ? fmt::format("(SELECT json_group_array(json_object({})) FROM (SELECT * FROM "
                             "rejected r WHERE {} ORDER BY r.position) AS r)",
                             entry,
                             of_job)
               : fmt::format(
                     "(SELECT coalesce(json_agg(json_build_object({}) ORDER BY r.position), "
                     "'[]') FROM rejected r WHERE {})",
                     entry,
                     of_job);
}

std::vector<StoredColumn> job_details(db::Backend backend)
{
    return {optional("asked_at", time, "job.asked_at"),
            optional("format", text, "job.format"),
            optional("read_at", time, "job.read_at"),
            optional("reading", text, "job.reading"),
            required("source", text, "job.source"),
            required("config", text, "job.config"),
            optional("build", text, "job.build"),
            optional("run", text, "job.run"),
            required("rejected", text, rejected_of(backend)),
            unpacked_column("output"),
            unpacked_column("error_output"),
            unpacked_column("files"),
            unpacked_column("build_log"),
            unpacked_column("engine_log")};
}

std::vector<StoredColumn> joined(std::initializer_list<std::vector<StoredColumn>> parts)
{
    std::vector<StoredColumn> all;
    for (const auto& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

} // namespace

const std::vector<StoredColumn>& columns_of(RowKind kind, db::Backend backend)
{
    static const auto measurements =
        joined({commit_columns(), measurement_columns(), job_columns_of_both()});
    static const auto sqlite_jobs =
        joined({commit_columns(), job_columns_of_both(), job_details(db::Backend::sqlite)});
    static const auto postgres_jobs =
        joined({commit_columns(), job_columns_of_both(), job_details(db::Backend::postgres)});
    if (kind == RowKind::measurement) {
        return measurements;
    }
    return backend == db::Backend::sqlite ? sqlite_jobs : postgres_jobs;
}

std::string select_rows(RowKind kind, db::Backend backend)
{
    const bool is_job = kind == RowKind::job;
    std::string columns;
    for (const auto& column : columns_of(kind, backend)) {
        columns += column.sql + ", ";
    }
    return fmt::format(
        "SELECT {}{} FROM {} "
        "JOIN job ON job.repository_id = x.repository_id AND job.id = x.id "
        "JOIN repository ON repository.id = job.repository_id "
        "JOIN environment e ON e.repository_id = job.repository_id AND e.id = job.environment_id "
        "LEFT JOIN git_commit c ON c.repository_id = job.repository_id AND c.id = job.commit_id "
        "{} ORDER BY {}, job.id{}",
        columns,
        is_job ? "0" : "m.series_id",
        db::records_of_json(backend, "repository_id bigint, id bigint"),
        is_job ? "LEFT JOIN log ON log.repository_id = job.repository_id AND log.job_id = job.id"
               : "JOIN measurement m ON m.repository_id = job.repository_id AND m.job_id = job.id "
                 "JOIN series s ON s.repository_id = m.repository_id AND s.id = m.series_id",
        run_time,
        is_job ? "" : ", m.position");
}

} // namespace cb::store
