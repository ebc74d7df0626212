#include "store/postgres_rows.hpp"

#include "json/writer.hpp"
#include "store/storable.hpp"

namespace cb::store {

namespace {

/// An array with what `write` makes of each element, between the braces of an object.
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

void write_job(JsonWriter& json, const JobRows& job)
{
    json.member("job", job.job)
        .member("work", job.work)
        .member("attempt", job.attempt)
        .member("is_current", job.is_current)
        .member("repository", job.repository.digest)
        .member("environment", job.environment.digest)
        .member("hash", job.commit ? std::optional{job.commit->hash} : std::nullopt)
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
        .member("stored_at", job.stored_at);
    raw_member(json, "source", job.source);
    raw_member(json, "config", job.config);
    raw_member(json, "build", job.build);
    raw_member(json, "run", job.run);
}

} // namespace

std::string repositories_json(JobRowsList jobs)
{
    return json_array(jobs, [](JsonWriter& json, const JobRows* job) {
        json.member("digest", job->repository.digest).member("name", job->repository.name);
    });
}

std::string environments_json(JobRowsList jobs)
{
    return json_array(jobs, [](JsonWriter& json, const JobRows* job) {
        const auto& row = job->environment;
        json.member("digest", row.digest)
            .member("worker", row.worker)
            .member("host_key", row.host_key)
            .member("host_name", row.host_name)
            .member("cpu", row.cpu)
            .member("kernel", row.kernel);
    });
}

std::string commits_json(JobRowsList jobs)
{
    std::vector<const JobRows*> with_commit;
    for (const auto* const job : jobs) {
        if (job->commit) {
            with_commit.push_back(job);
        }
    }
    return json_array(with_commit, [](JsonWriter& json, const JobRows* job) {
        const auto& row = *job->commit;
        json.member("repository", job->repository.digest)
            .member("hash", row.hash)
            .member("position", row.position)
            .member("author", row.author)
            .member("authored_at", row.authored_at)
            .member("committed_at", row.committed_at)
            .member("subject", row.subject)
            .key("parents")
            .raw(row.parents);
    });
}

std::string jobs_json(JobRowsList jobs)
{
    return json_array(jobs, [](JsonWriter& json, const JobRows* job) { write_job(json, *job); });
}

std::string logs_json(std::span<const NewJob> jobs)
{
    return json_array(jobs, [](JsonWriter& json, const NewJob& job) {
        const auto log = log_of(*job.rows->manifest);
        json.member("job_id", job.id)
            .member("output", log.output)
            .member("error_output", log.error_output)
            .member("files", log.files)
            .member("build_log", log.build_log)
            .member("engine_log", log.engine_log);
    });
}

std::string rejected_json(std::span<const NewJob> jobs)
{
    JsonWriter json;
    json.begin_array();
    for (const auto& job : jobs) {
        std::int64_t position = 0;
        const auto& facts = job.rows->manifest->parsed();
        for (const auto& rejected : facts ? facts->rejected : std::vector<Rejected>{}) {
            json.begin_object()
                .member("job_id", job.id)
                .member("position", position++)
                .member("line_number", to_signed(rejected.line))
                .member("column_number", to_signed(rejected.column))
                .member("field", storable(rejected.field))
                .member("reason", storable(rejected.reason))
                .end_object();
        }
    }
    json.end_array();
    return json.take();
}

std::string series_json(std::span<const WantedSeries> series)
{
    return json_array(series, [](JsonWriter& json, const WantedSeries& wanted) {
        const auto& row = wanted.row;
        json.member("digest", row.digest)
            .member("repository", wanted.job->repository.digest)
            .member("environment", wanted.job->environment.digest)
            .member("benchmark", row.benchmark)
            .member("test", row.test)
            .member("metric", row.metric)
            .member("unit", row.unit)
            .member("direction", row.direction);
    });
}

std::string summaries_json(std::span<const NewJob> jobs, const SeriesByKey& series)
{
    JsonWriter json;
    json.begin_array();
    for (const auto& job : jobs) {
        for (const auto& row : job.rows->results) {
            const auto& its = series.at(row.series_key);
            const ToSeriesUnit convert{row, its};
            auto position = row.first_summary;
            for (const auto& [statistic, value] : summary_of(*row.result)) {
                json.begin_object()
                    .member("job_id", job.id)
                    .member("series_id", its.id)
                    .member("position", position++)
                    .member("statistic", storable(statistic))
                    .member("value", convert(value))
                    .end_object();
            }
        }
    }
    json.end_array();
    return json.take();
}

std::string notes_json(std::span<const NewJob> jobs, const SeriesByKey& series)
{
    JsonWriter json;
    json.begin_array();
    for (const auto& job : jobs) {
        Notes notes;
        for (const auto& row : job.rows->results) {
            notes.add(row, series.at(row.series_key));
        }
        for (const auto& note : notes.rows()) {
            json.begin_object()
                .member("job_id", job.id)
                .member("series_id", note.series_id)
                .member("description", note.description)
                .key("labels")
                .raw(note.labels)
                .key("printed_units")
                .raw(note.printed_units)
                .end_object();
        }
    }
    json.end_array();
    return json.take();
}

} // namespace cb::store
