#include "json/writer.hpp"
#include "store/export/format.hpp"

#include <fmt/format.h>

#include <array>

/// data.js of github-action-benchmark: DataJson in its src/write.ts.
namespace cb::store {

namespace {

/// A suite holds results of one direction, because its tool gives the direction.
struct Suite {
    std::string_view tool, suffix;
    Direction direction;
};
constexpr std::array suites{
    Suite{"customSmallerIsBetter", "", Direction::lower},
    Suite{"customBiggerIsBetter", " (bigger is better)", Direction::higher}};

/// The web address of the repository, or its name if that is not known.
std::string address_of(const StoredJob& job)
{
    const bool is_web = job.url.starts_with("https://") || job.url.starts_with("http://");
    auto url = is_web ? job.url : job.repository;
    if (url.ends_with(".git")) {
        url.resize(url.size() - 4);
    }
    return url;
}

std::int64_t milliseconds(Time time)
{
    return time.time_since_epoch().count();
}

void add_commit(JsonWriter& json, const StoredJob& job)
{
    const auto& commit = *job.commit;
    const auto author = commit.author.value_or("");
    json.key("commit").begin_object();
    for (const auto* const who : {"author", "committer"}) {
        json.key(who).begin_object().member("name", author).member("username", author).end_object();
    }
    json.member("id", commit.hash).member("message", commit.subject.value_or(""));
    if (commit.committed_at) {
        json.member("timestamp", to_rfc3339(*commit.committed_at));
    }
    json.member("url", fmt::format("{}/commit/{}", address_of(job), commit.hash)).end_object();
}

class ActionBenchmarkWriter {
public:
    explicit ActionBenchmarkWriter(const Export& what) : what_{what} {}

    void write()
    {
        what_.out.add("window.BENCHMARK_DATA = {\"entries\":{");
        for (const auto& suite : suites) {
            write_suite(suite);
        }
        JsonWriter json;
        json.begin_object().member("repoUrl", url_).member("lastUpdate", last_update_).end_object();
        what_.out.add("}," + json.take().substr(1) + ";\n");
    }

private:
    void write_suite(const Suite& suite)
    {
        bool is_first = true;
        const auto add = [&](const StoredJob& job) {
            const auto entry = entry_of(suite, job);
            if (entry.empty()) {
                return;
            }
            if (is_first) {
                std::string name;
                append_json_string(name, job.repository + std::string{suite.suffix});
                what_.out.add(fmt::format("{}{}:[", has_suites_ ? "," : "", name));
                has_suites_ = true;
            }
            what_.out.add((is_first ? "\n" : ",\n") + entry);
            is_first = false;
        };
        // Every suite reads the jobs; the first one counts what all leave out.
        Losses counted;
        const bool counts = suite.direction == Direction::lower;
        Export{
            what_.queries, what_.selections, what_.out, counts ? what_.losses : counted, what_.log}
            .for_each_ok_job(add);
        what_.out.add(is_first ? "" : "]");
    }

    /// Empty if the job has no such results.
    std::string entry_of(const Suite& suite, const StoredJob& job)
    {
        if (!job.commit) {
            if (suite.direction == Direction::lower) {
                what_.losses.add("results without a commit are left out", job.measurements.size());
            }
            return "";
        }
        JsonWriter json;
        json.begin_object();
        add_commit(json, job);
        const auto at = job.info.started_at.value_or(job.info.stored_at);
        json.member("date", milliseconds(at))
            .member("tool", suite.tool)
            .key("benches")
            .begin_array();
        std::size_t count = 0;
        for (const auto& measurement : job.measurements) {
            count += add_bench(json, suite, job, measurement);
        }
        if (count == 0) {
            return "";
        }
        url_ = address_of(job);
        last_update_ = std::max(last_update_, milliseconds(at));
        return json.end_array().end_object().take();
    }

    /// Returns the number of results that it added.
    std::size_t add_bench(JsonWriter& json,
                          const Suite& suite,
                          const StoredJob& job,
                          const StoredMeasurement& measurement)
    {
        const auto& [series, figures] = std::tie(measurement.series, measurement.figures);
        const bool is_unknown = series.direction == Direction::unknown;
        if (series.direction != suite.direction &&
            !(is_unknown && suite.direction == Direction::lower)) {
            return 0;
        }
        const auto value = value_of(figures);
        if (!value) {
            what_.losses.add("results without a median or mean are left out");
            return 0;
        }
        if (is_unknown) {
            what_.losses.add("results without a direction are said to be better if smaller");
        }
        json.begin_object()
            .member("name", path_of(series) + variant_of(job.info))
            .member("unit", series.unit)
            .member("value", *value);
        if (figures.stddev && *figures.stddev > 0) {
            json.member("range", fmt::format("± {}", *figures.stddev));
        }
        if (figures.n) {
            json.member("extra", fmt::format("{} samples", *figures.n));
        }
        json.end_object();
        return 1;
    }

    const Export& what_;
    bool has_suites_ = false;
    std::string url_{};
    std::int64_t last_update_ = 0;
};

} // namespace

void write_github_action_benchmark(const Export& what)
{
    static_cast<void>(require_one_repository(what.selections, "github-action-benchmark"));
    ActionBenchmarkWriter{what}.write();
}

} // namespace cb::store
