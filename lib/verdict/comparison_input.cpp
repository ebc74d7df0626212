#include "verdict/comparison_input.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/gzip.hpp"
#include "manifest/stream.hpp"
#include "parse/job.hpp"
#include "parse/manifest_stream.hpp"
#include "store/figures.hpp"
#include "store/lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace cb::verdict {

namespace {

constexpr std::size_t enough_to_recognize = 65536;

/// The series of one side, in the order of their first results.
class Side {
public:
    void add(const SeriesName& name, JobValues job)
    {
        if (job.values.empty()) {
            return;
        }
        const auto key = std::tuple{name.benchmark, name.test, name.metric, name.unit};
        const auto [at, is_new] = places_.emplace(key, series_.size());
        if (is_new) {
            series_.push_back({name, {}});
        }
        series_[at->second].jobs.push_back(std::move(job));
    }

    [[nodiscard]] std::vector<SideSeries> take() { return std::move(series_); }

private:
    std::vector<SideSeries> series_{};
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> places_{};
};

/// The samples, or the middle of a tool's summary.
std::vector<double> values_of(const Result& result)
{
    if (!result.values.empty() || !result.summary) {
        return result.values;
    }
    const auto figures = store::figures_of_statistics(*result.summary);
    const auto middle = figures.median ? figures.median : figures.mean;
    return middle ? std::vector{*middle} : std::vector<double>{};
}

void add_job(Side& side, const Manifest& job)
{
    const Environment environment{job.worker() ? job.worker()->text() : "",
                                  job.run() ? job.run()->host.key : "",
                                  job.config().name};
    const auto machine =
        job.run() ? job.run()->fitness.verdict.value_or(Verdict::clean) : Verdict::clean;
    for (const auto& result : job.results()) {
        side.add({result.benchmark,
                  result.test,
                  result.metric,
                  result.unit,
                  result.direction.value_or(Direction::unknown)},
                 {environment, values_of(result), machine});
    }
}

std::string read_start(int fd, const std::string& name)
{
    std::string start;
    while (start.size() < enough_to_recognize && start.find('\n') == std::string::npos) {
        const auto more = read_some(fd, name);
        if (more.empty()) {
            break;
        }
        start += more;
    }
    return start;
}

std::vector<Manifest>
read_manifests(int fd, const std::string& name, std::string start, parse::Format format, Log& log)
{
    ManifestReader reader{fd, name, log, ManifestReader::default_line_limit, std::move(start)};
    std::vector<Manifest> jobs;
    while (auto job = reader.next()) {
        if (!job->parsed()) {
            parse::parse_into(*job, format);
        }
        jobs.push_back(std::move(*job));
    }
    if (reader.bad_lines() > 0) {
        throw Error{Errc::bad_input, fmt::format("{}: some lines are not manifests", name)};
    }
    return jobs;
}

std::vector<Manifest>
read_text(int fd, const std::string& name, std::string chunk, parse::Format format)
{
    Source source;
    source.repo = "local";
    parse::TextJob text{source, Config{}, format};
    for (; !chunk.empty(); chunk = read_some(fd, name, std::move(chunk))) {
        text.feed(chunk);
    }
    return text.finish();
}

std::vector<Manifest> read_jobs(int fd, const std::string& name, parse::Format format, Log& log)
{
    auto start = read_start(fd, name);
    Fd text;
    if (is_gzip(start)) {
        text = gunzipped(std::move(start), fd, name);
        fd = text.get();
        start = read_start(fd, name);
    }
    return parse::is_manifest_stream(start)
               ? read_manifests(fd, name, std::move(start), format, log)
               : read_text(fd, name, std::move(start), format);
}

} // namespace

std::vector<SideSeries> read_side(int fd, const std::string& name, parse::Format format, Log& log)
{
    Side side;
    std::size_t failed = 0;
    for (const auto& job : read_jobs(fd, name, format, log)) {
        if (job.status() == Status::ok) {
            add_job(side, job);
        } else if (job.failure()->reason != "no_results") {
            ++failed;
        }
    }
    if (failed > 0) {
        log.warning(fmt::format("{}: {} failed jobs are not compared", name, failed));
    }
    auto series = side.take();
    if (series.empty()) {
        throw Error{Errc::bad_input,
                    fmt::format("{}: no results were found; cb parse --check shows why", name)};
    }
    return series;
}

void keep_selected(std::vector<SideSeries>& side, const store::SeriesFilter& filter)
{
    std::erase_if(side, [&filter](const SideSeries& series) {
        return !store::matches(filter, series.name.benchmark, series.name.test, series.name.metric);
    });
}

} // namespace cb::verdict
