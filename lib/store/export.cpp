#include "store/export.hpp"

#include "json/writer.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

/// Gathers small pieces for the sink.
class Buffer {
public:
    explicit Buffer(const Sink& sink) : sink_{sink} {}

    void add(std::string_view text)
    {
        constexpr std::size_t enough = 65536;
        text_ += text;
        if (text_.size() >= enough) {
            flush();
        }
    }

    void flush()
    {
        if (!text_.empty()) {
            sink_(text_);
            text_.clear();
        }
    }

private:
    const Sink& sink_;
    std::string text_{};
};

std::optional<std::string> time_of(const Sample& sample)
{
    return sample.committed_at ? std::optional{to_rfc3339(*sample.committed_at)} : std::nullopt;
}

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
        .member("committed_at", time_of(sample))
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

void add_field(std::string& line, std::string_view text)
{
    const bool is_quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
    line += is_quoted ? "\"" : "";
    for (const char c : text) {
        line += c;
        if (c == '"') {
            line += c;
        }
    }
    line += is_quoted ? "\"," : ",";
}

std::string csv_line(const Sample& sample)
{
    std::string line;
    add_field(line, sample.repository);
    add_field(line, sample.commit.value_or(""));
    add_field(line, sample.branch.value_or(""));
    add_field(line, time_of(sample).value_or(""));
    for (const auto* const text : {&sample.benchmark, &sample.test, &sample.metric, &sample.unit}) {
        add_field(line, *text);
    }
    add_field(line, to_word(sample.direction));
    add_field(line, sample.statistic);
    add_field(line, fmt::to_string(sample.value));
    add_field(line, sample.job);
    add_field(line, to_word(sample.status));
    add_field(line, sample.worker);
    add_field(line, sample.host_key);
    add_field(line, sample.position ? fmt::to_string(*sample.position) : "");
    add_field(line, fmt::to_string(fmt::join(sample.parents, " ")));
    add_field(line, verdict_of(sample).value_or(""));
    add_field(line, sample.config);
    line.pop_back(); // the last comma
    return line + "\r\n";
}

template <typename Format> void write_all_samples(Store& store, Buffer& out, const Format& format)
{
    store.for_each_sample([&](const Sample& sample) { out.add(format(sample)); });
    out.flush();
}

} // namespace

void write_jsonl(Store& store, const Sink& sink)
{
    Buffer out{sink};
    write_all_samples(store, out, &json_line);
}

void write_csv(Store& store, const Sink& sink)
{
    Buffer out{sink};
    out.add(csv_header);
    write_all_samples(store, out, &csv_line);
}

} // namespace cb::store
