#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

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

/// Adds the existing latencies: slat of synchronous engines is 0.
void add_latencies(JsonReading& reading, const Result& base, JsonValue direction)
{
    for (const auto& [member, metric] : latencies) {
        const auto latency = direction[member];
        const bool is_measured = latency && latency["max"].number() != 0;
        if (!is_measured || !reading.require_number(latency["mean"])) {
            continue;
        }
        auto result = make_result(base, metric);
        take_figures(result, latency, usual_figures);
        take_figures(result, latency["percentile"], percentiles);
        reading.add(std::move(result), latency);
    }
}

/// Reads a job's results in one direction, if there are any.
void read_direction(JsonReading& reading, Result base, std::string_view name, JsonValue direction)
{
    const auto requests = direction["total_ios"];
    if (requests.number().value_or(0) == 0) {
        return;
    }
    base.test += fmt::format(" ({})", name);
    const auto add = [&](std::string_view member, std::string_view metric, std::string_view unit) {
        if (direction.has(member)) {
            reading.add_value(make_result(base, {metric, unit, Direction::higher}),
                              direction[member]);
        }
    };
    if (direction.has("bw_bytes")) {
        add("bw_bytes", "bandwidth", "B/s");
    } else { // before fio 3.0
        add("bw", "bandwidth", "KiB/s");
    }
    add("iops", "iops", "IO/s");
    add_latencies(reading, base, direction);
}

bool takes_fio(JsonValue object)
{
    return object.has("fio version") && object["jobs"].is_list();
}

/// Reads the output of fio with --output-format=json: stat.c.
void read_fio(JsonReading& reading)
{
    FirstJobs first_jobs;
    for (const auto job : reading.objects_of(reading.root()["jobs"])) {
        const auto name = reading.require_name(job["jobname"]);
        if (!name) {
            continue;
        }
        if (const auto error = job["error"].integer().value_or(0); error != 0) {
            reading.wrong(job["error"], fmt::format("the job {:.200} failed", *name));
            continue;
        }
        const auto base = make_fio_base(reading, job, *name, first_jobs);
        if (!reading.takes_name(base.test, job["job options"])) {
            continue;
        }
        for (const std::string_view direction : {"read", "write", "trim", "sync"}) {
            read_direction(reading, base, direction, job[direction]);
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_fio()
{
    return std::make_unique<PlainFormat>(std::vector<Key>{{"fio version"}}, takes_fio, read_fio);
}

} // namespace cb::parse
