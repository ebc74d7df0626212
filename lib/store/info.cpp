#include "store/info.hpp"

#include "json/writer.hpp"

namespace cb::store {

namespace {

constexpr const char* count_repositories =
    "SELECT r.name, "
    "(SELECT count(*) FROM git_commit c WHERE c.repository_id = r.id), "
    "(SELECT count(*) FROM series s WHERE s.repository_id = r.id), "
    "(SELECT count(*) FROM measurement m WHERE m.repository_id = r.id), "
    "j.current, j.failed, j.runs, "
    "(SELECT min(c.committed_at) FROM git_commit c WHERE c.repository_id = r.id), "
    "(SELECT max(c.committed_at) FROM git_commit c WHERE c.repository_id = r.id), "
    "j.first_stored, j.last_stored FROM repository r LEFT JOIN ("
    "SELECT repository_id, count(*) AS runs, "
    "sum(CASE WHEN is_current THEN 1 ELSE 0 END) AS current, "
    "sum(CASE WHEN is_current AND status = 'failed' THEN 1 ELSE 0 END) AS failed, "
    "min(stored_at) AS first_stored, max(stored_at) AS last_stored "
    "FROM job GROUP BY repository_id) AS j ON j.repository_id = r.id ORDER BY r.name";

RepositoryInfo repository_info(const db::Row& row)
{
    const auto count = [&row](int column) {
        return static_cast<std::uint64_t>(row.integer(column));
    };
    return {.name = std::string{row.text(0)},
            .commits = count(1),
            .series = count(2),
            .measurements = count(3),
            .jobs = count(4),
            .failed_jobs = count(5),
            .runs = count(6),
            .first_commit = row.time(7),
            .last_commit = row.time(8),
            .first_stored = row.time(9),
            .last_stored = row.time(10)};
}

void write(JsonWriter& json, const db::Storage& storage)
{
    json.member("server", storage.version).member("bytes", storage.bytes).key("standby");
    if (const auto& standby = storage.standby) {
        const auto behind = standby->is_connected ? std::optional{standby->behind_s} : std::nullopt;
        json.begin_object()
            .member("connected", standby->is_connected)
            .member("behind_s", behind)
            .member("last_change", to_rfc3339(standby->last_change))
            .end_object();
    } else {
        json.null();
    }
    json.key("tables").begin_array();
    for (const auto& table : storage.tables) {
        json.begin_object()
            .member("name", table.name)
            .member("bytes", table.bytes)
            .member("partitions", table.partitions)
            .end_object();
    }
    json.end_array();
}

void write(JsonWriter& json, const RepositoryInfo& repository)
{
    json.begin_object()
        .member("name", repository.name)
        .member("commits", repository.commits)
        .member("jobs", repository.jobs)
        .member("failed_jobs", repository.failed_jobs)
        .member("runs", repository.runs)
        .member("series", repository.series)
        .member("measurements", repository.measurements)
        .member("first_commit", to_rfc3339(repository.first_commit))
        .member("last_commit", to_rfc3339(repository.last_commit))
        .member("first_stored", to_rfc3339(repository.first_stored))
        .member("last_stored", to_rfc3339(repository.last_stored))
        .end_object();
}

} // namespace

StoreInfo read_info(const Target& target)
{
    const auto database = db::open_database(target, db::Access::inspect);
    const auto* const file = std::get_if<SqliteFile>(&target);
    StoreInfo info{.name = file != nullptr ? file->path.native()
                                           : std::get<Postgres>(target).conninfo.address(),
                   .schema = database->schema_version(),
                   .storage = db::read_storage(*database),
                   .repositories = {}};
    if (info.schema.stored == info.schema.latest) {
        database->stream(count_repositories, {}, [&info](const db::Row& row) {
            info.repositories.push_back(repository_info(row));
        });
    }
    return info;
}

std::string to_json(const StoreInfo& info)
{
    JsonWriter json;
    json.begin_object()
        .member("name", info.name)
        .key("schema")
        .begin_object()
        .member("version", info.schema.stored)
        .member("latest", info.schema.latest)
        .end_object();
    write(json, info.storage);
    json.key("repositories").begin_array();
    for (const auto& repository : info.repositories) {
        write(json, repository);
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

} // namespace cb::store
