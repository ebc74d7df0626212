#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cb::parse {

namespace {

constexpr std::array percentiles{SummaryFigure{"50.000000", "median"},
                                 SummaryFigure{"90.000000", "p90"},
                                 SummaryFigure{"95.000000", "p95"},
                                 SummaryFigure{"99.000000", "p99"},
                                 SummaryFigure{"99.900000", "p99.9"},
                                 SummaryFigure{"99.990000", "p99.99"}};

/// A latency: in nanoseconds since fio 3.0, in microseconds before.
struct Latency {
    std::string_view member;
    ResultMetric metric;
};

constexpr std::array latencies{
    Latency{"lat_ns", {"latency", "ns", Direction::lower}},
    Latency{"clat_ns", {"completion_latency", "ns", Direction::lower}},
    Latency{"slat_ns", {"submission_latency", "ns", Direction::lower}},
    Latency{"lat", {"latency", "us", Direction::lower}},
    Latency{"clat", {"completion_latency", "us", Direction::lower}},
    Latency{"slat", {"submission_latency", "us", Direction::lower}},
};

/// The labels of the first job of each name.
using FirstJobs = std::map<std::string, Labels, std::less<>>;

/// Appends differing options to the name of a job that shares its name.
Result
make_fio_base(JsonReading& reading, JsonValue job, std::string_view name, FirstJobs& first_jobs)
{
    auto base = make_test(name);
    for (const auto options : {reading.root()["global options"], job["job options"]}) {
        for (const auto& [option, value] : options.members()) {
            const bool is_name = option == "name" || option == "directory" || option == "filename";
            if (const auto text = value.text(); text && !is_name) {
                base.labels.erase(std::string{option}); // the job's own option takes precedence
                add_label(base.labels, option, *text);
            }
        }
    }
    const auto& first = first_jobs.emplace(name, base.labels).first->second;
    base.test += suffix_of(base.labels, differing_keys(first, base.labels));
    return base;
}

/// What one run of fio reports. With --status-interval or after SIGUSR1 it reports several times,
/// each time on everything since its start.
struct FioReport {
    /// What a job did so far in one direction.
    struct Progress {
        double requests = 0, mean = 0;
    };

    std::string jobs{}; ///< their names
    std::vector<Progress> progress{};
    std::optional<double> started_ms{}; ///< up to a second early
    std::vector<Result> results{};

    /// Whether it is a later report of the same run.
    [[nodiscard]] bool continues(const FioReport& before) const
    {
        constexpr double rounding_ms = 1000;
        return started_ms && before.started_ms &&
               std::abs(*started_ms - *before.started_ms) < rounding_ms && jobs == before.jobs &&
               std::equal(progress.begin(),
                          progress.end(),
                          before.progress.begin(),
                          before.progress.end(),
                          [](const Progress& now, const Progress& then) {
                              return now.requests > then.requests ||
                                     (now.requests == then.requests && now.mean == then.mean);
                          });
    }
};

/// Adds the existing latencies: slat of synchronous engines is 0.
void add_latencies(JsonReading& reading, const Result& base, JsonValue direction, FioReport& report)
{
    for (const auto& [member, metric] : latencies) {
        const auto latency = direction[member];
        const bool is_measured = latency && latency["max"].number() != 0;
        if (!is_measured || !reading.require_number(latency["mean"])) {
            continue;
        }
        auto& result = report.results.emplace_back(make_result(base, metric));
        take_figures(result, latency, usual_figures);
        take_figures(result, latency["percentile"], percentiles);
    }
}

/// Reads a job's results in one direction, if there are any.
void read_direction(JsonReading& reading,
                    Result base,
                    std::string_view name,
                    JsonValue direction,
                    FioReport& report)
{
    const auto requests = direction["total_ios"].number().value_or(0);
    const auto latency = direction[direction.has("lat_ns") ? "lat_ns" : "lat"];
    report.progress.push_back({requests, latency["mean"].number().value_or(0)});
    if (requests == 0) {
        return;
    }
    base.test += fmt::format(" ({})", name);
    const auto add = [&](std::string_view member, std::string_view metric, std::string_view unit) {
        if (!direction.has(member)) {
            return;
        }
        if (const auto value = reading.require_number(direction[member])) {
            auto result = make_result(base, {metric, unit, Direction::higher});
            result.values = {*value};
            report.results.push_back(std::move(result));
        }
    };
    if (direction.has("bw_bytes")) {
        add("bw_bytes", "bandwidth", "B/s");
    } else { // before fio 3.0
        add("bw", "bandwidth", "KiB/s");
    }
    add("iops", "iops", "IO/s");
    add_latencies(reading, base, direction, report);
}

/// When the run of fio began; the elapsed seconds of its jobs are rounded up.
std::optional<double> started_ms_of(JsonValue root)
{
    constexpr double ms_per_s = 1000;
    const auto jobs = root["jobs"].elements();
    const auto elapsed_s =
        jobs.begin() != jobs.end() ? (*jobs.begin())["elapsed"].number() : std::nullopt;
    const auto reported_ms = root["timestamp_ms"].number();
    return elapsed_s && reported_ms ? std::optional{*reported_ms - *elapsed_s * ms_per_s}
                                    : std::nullopt;
}

/// The output of fio with --output-format=json: stat.c.
class Fio final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override { return {{"fio version"}}; }

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        return object.has("fio version") && object["jobs"].is_list();
    }

    void read(JsonReading& reading) override
    {
        FioReport report{.started_ms = started_ms_of(reading.root())};
        FirstJobs first_jobs;
        for (const auto job : reading.objects_of(reading.root()["jobs"])) {
            read_job(reading, job, first_jobs, report);
        }
        for (auto& result : report.results) {
            result.lines = {reading.lines()};
        }
        if (!report.continues(last_)) {
            give_last(reading.collector());
        }
        last_ = std::move(report);
    }

    void finish(Collector& collector) override { give_last(collector); }

private:
    static void
    read_job(JsonReading& reading, JsonValue job, FirstJobs& first_jobs, FioReport& report)
    {
        const auto name = reading.require_name(job["jobname"]);
        if (!name) {
            return;
        }
        append_part(report.jobs, *name, "\n");
        if (const auto error = job["error"].integer().value_or(0); error != 0) {
            reading.wrong(job["error"], fmt::format("the job {:.200} failed", *name));
            return;
        }
        const auto base = make_fio_base(reading, job, *name, first_jobs);
        if (!reading.takes_name(base.test, job["job options"])) {
            return;
        }
        for (const std::string_view direction : {"read", "write", "trim", "sync"}) {
            read_direction(reading, base, direction, job[direction], report);
        }
    }

    void give_last(Collector& collector)
    {
        for (auto& result : std::exchange(last_, {}).results) {
            auto field = fmt::format("{}/{}", result.test, result.metric);
            collector.add_or_reject(std::move(result), std::move(field));
        }
    }

    FioReport last_{};
};

} // namespace

std::unique_ptr<JsonFormat> make_fio()
{
    return std::make_unique<Fio>();
}

} // namespace cb::parse
