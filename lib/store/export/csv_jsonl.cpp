#include "json/writer.hpp"
#include "manifest/words.hpp"
#include "store/export/format.hpp"
#include "store/samples.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

std::optional<std::string> verdict_of(const Sample& sample)
{
    return sample.verdict ? std::optional<std::string>{to_word(*sample.verdict)} : std::nullopt;
}

std::string json_line(const Sample& sample)
{
    JsonWriter json;
    json.begin_object()
        .member("repository", sample.repository)
        .member("commit", sample.commit)
        .member("branch", sample.branch)
        .member("committed_at", to_rfc3339(sample.committed_at))
        .member("benchmark", sample.benchmark)
        .member("test", sample.test)
        .member("metric", sample.metric)
        .member("unit", sample.unit)
        .member("direction", to_word(sample.direction))
        .member("statistic", sample.statistic)
        .member("value", sample.value)
        .member("job", sample.job)
        .member("status", to_word(sample.status))
        .member("worker", sample.worker)
        .member("host_key", sample.host_key)
        .member("position", sample.position)
        .key("parents")
        .begin_array();
    for (const auto& parent : sample.parents) {
        json.value(parent);
    }
    json.end_array()
        .member("verdict", verdict_of(sample))
        .member("config", sample.config)
        .end_object();
    return json.take() + '\n';
}

constexpr std::string_view csv_header =
    "repository,commit,branch,committed_at,benchmark,test,"
    "metric,unit,direction,statistic,value,job,"
    "status,worker,host_key,position,parents,verdict,config\r\n";

std::string csv_line(const Sample& sample)
{
    std::string line;
    append_csv_field(line, sample.repository);
    append_csv_field(line, sample.commit.value_or(""));
    append_csv_field(line, sample.branch.value_or(""));
    append_csv_field(line, to_rfc3339(sample.committed_at).value_or(""));
    for (const auto* const text : {&sample.benchmark, &sample.test, &sample.metric, &sample.unit}) {
        append_csv_field(line, *text);
    }
    append_csv_field(line, to_word(sample.direction));
    append_csv_field(line, sample.statistic);
    append_csv_field(line, fmt::to_string(sample.value));
    append_csv_field(line, sample.job);
    append_csv_field(line, to_word(sample.status));
    append_csv_field(line, sample.worker);
    append_csv_field(line, sample.host_key);
    append_csv_field(line, sample.position ? fmt::to_string(*sample.position) : "");
    append_csv_field(line, fmt::to_string(fmt::join(sample.parents, " ")));
    append_csv_field(line, verdict_of(sample).value_or(""));
    append_csv_field(line, sample.config);
    line.pop_back(); // the last comma
    return line + "\r\n";
}

template <typename Format> void write_all_samples(const Export& what, const Format& format)
{
    what.for_each_job([&](const StoredJob& job) {
        for_each_sample(job, [&](const Sample& sample) { what.out.add(format(sample)); });
    });
}

} // namespace

/// Unknown values are null.
void write_jsonl(const Export& what)
{
    write_all_samples(what, &json_line);
}

/// Has a header; unknown values are empty.
void write_csv(const Export& what)
{
    what.out.add(csv_header);
    write_all_samples(what, &csv_line);
}

} // namespace cb::store
