#include "store/batch_json.hpp"

#include "json/writer.hpp"

namespace cb::store {

namespace {

/// An array of objects, one per element; `write` writes the members.
template <typename Elements, typename Write>
std::string json_array(const Elements& elements, const Write& write)
{
    JsonWriter json;
    json.begin_array();
    for (const auto& element : elements) {
        json.begin_object();
        write(json, element);
        json.end_object();
    }
    json.end_array();
    return json.take();
}

void raw_member(JsonWriter& json, std::string_view name, const std::optional<std::string>& value)
{
    json.key(name);
    if (value) {
        json.raw(*value);
    } else {
        json.null();
    }
}

void write_job(JsonWriter& json, const Entry& entry)
{
    const auto& job = *entry.rows;
    json.member("job", job.job)
        .member("work", job.work)
        .member("attempt", job.attempt)
        .member("worker", job.worker)
        .member("is_current", job.is_current)
        .member("repository_id", entry.repository_id)
        .member("environment", job.environment.digest)
        .member("hash", entry.commit ? std::optional{entry.commit->hash} : std::nullopt)
        .member("branch", job.branch)
        .member("tag", job.tag)
        .member("pull_number", job.pull_number)
        .member("config_name", job.config_name)
        .member("status", job.status)
        .member("failure_stage", job.failure_stage)
        .member("failure_reason", job.failure_reason)
        .member("failure_message", job.failure_message)
        .member("fault", job.fault)
        .member("asked_at", job.asked_at)
        .member("host_name", job.host_name)
        .member("read_at", job.read_at)
        .member("reading", job.reading)
        .member("started_at", job.started_at)
        .member("wall_s", job.wall_s)
        .member("outcome", job.outcome)
        .member("exit_code", job.exit_code)
        .member("image", job.image)
        .member("verdict", job.verdict)
        .member("format", job.format)
        .member("stored_at", job.stored_at)
        .member("host", job.host ? std::optional{job.host->digest} : std::nullopt)
        .member("host_key", job.environment.host_key)
        .member("cpu", job.environment.cpu)
        .member("kernel", job.environment.kernel)
        .member("unknown_members", job.unknown_members);
    raw_member(json, "source", job.source);
    raw_member(json, "config", job.config);
    raw_member(json, "build", job.build);
    raw_member(json, "run", job.run);
}

} // namespace

std::string repositories_json(std::span<const Entry> entries)
{
    return json_array(entries, [](JsonWriter& json, const Entry& entry) {
        json.member("digest", entry.repository.digest).member("name", entry.repository.name);
    });
}

std::string commits_json(std::span<const Entry> entries)
{
    std::vector<const Entry*> with_commit;
    for (const auto& entry : entries) {
        if (entry.commit) {
            with_commit.push_back(&entry);
        }
    }
    return json_array(with_commit, [](JsonWriter& json, const Entry* entry) {
        const auto& row = *entry->commit;
        json.member("repository_id", entry->repository_id)
            .member("hash", row.hash)
            .member("position", row.position)
            .member("author", row.author)
            .member("authored_at", row.authored_at)
            .member("committed_at", row.committed_at)
            .member("subject", row.subject)
            .key("parents")
            .raw(row.parents);
        raw_member(json, "perf_expected", row.perf_expected);
    });
}

std::string environments_json(Entries entries)
{
    return json_array(entries, [](JsonWriter& json, const Entry* entry) {
        const auto& row = entry->rows->environment;
        json.member("repository_id", entry->repository_id)
            .member("digest", row.digest)
            .member("host_key", row.host_key)
            .member("host_name", row.host_name)
            .member("cpu", row.cpu)
            .member("kernel", row.kernel);
    });
}

std::string jobs_json(Entries entries)
{
    return json_array(entries,
                      [](JsonWriter& json, const Entry* entry) { write_job(json, *entry); });
}

std::string series_json(std::span<const WantedSeries> series)
{
    return json_array(series, [](JsonWriter& json, const WantedSeries& wanted) {
        const auto& row = wanted.row;
        json.member("digest", row.digest)
            .member("repository_id", wanted.repository_id)
            .member("benchmark", row.benchmark)
            .member("test", row.test)
            .member("metric", row.metric)
            .member("unit", row.unit)
            .member("direction", row.direction);
    });
}

std::string texts_json(std::span<const std::string_view> texts)
{
    JsonWriter json;
    json.begin_array();
    for (const auto text : texts) {
        json.value(text);
    }
    json.end_array();
    return json.take();
}

std::string ids_json(std::span<const RowId> ids)
{
    return json_array(ids, [](JsonWriter& json, const RowId& row) {
        json.member("repository_id", row.repository_id).member("id", row.id);
    });
}

std::string ids_json(std::span<const std::int64_t> ids)
{
    return json_array(ids, [](JsonWriter& json, std::int64_t id) { json.member("id", id); });
}

std::string names_json(Entries entries)
{
    return json_array(entries, [](JsonWriter& json, const Entry* entry) {
        json.member("repository_id", entry->repository_id)
            .member("job", entry->manifest->job().text());
    });
}

std::string works_json(std::span<const Entry> entries)
{
    return json_array(entries, [](JsonWriter& json, const Entry& entry) {
        json.member("repository_id", entry.repository_id)
            .member("work", entry.manifest->work().text());
    });
}

} // namespace cb::store
