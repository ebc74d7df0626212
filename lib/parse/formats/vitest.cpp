#include "parse/formats/formats.hpp"

#include <array>
#include <utility>

namespace cb::parse {

namespace {

/// In milliseconds. Figures derived from these (hz, period, variance, rme) are dropped.
constexpr std::array figures{SummaryFigure{"mean", "avg"},
                             SummaryFigure{"min", "min"},
                             SummaryFigure{"max", "max"},
                             SummaryFigure{"median", "median"},
                             SummaryFigure{"sd", "stddev"},
                             SummaryFigure{"p75", "p75"},
                             SummaryFigure{"p99", "p99"},
                             SummaryFigure{"p995", "p99.5"},
                             SummaryFigure{"p999", "p99.9"}};

/// Reads one benchmark. It has samples only if the configuration requests them.
void read_bench(JsonReading& reading, std::string_view group, JsonValue bench)
{
    const auto name = reading.require_name(bench["name"]);
    if (!name) {
        return;
    }
    if (!bench.has("mean")) {
        reading.wrong(bench, "the benchmark failed");
        return;
    }
    Result base;
    base.benchmark = group;
    base.test = *name;
    auto result = make_result(base, {"time", "ms", Direction::lower});
    if (bench["samples"].size() > 0) {
        reading.add_samples(std::move(result), bench["samples"]);
    } else {
        reading.add_summary(std::move(result), bench, figures);
    }
}

bool takes(JsonValue object)
{
    return object["files"].at(0).has_all({"filepath", "groups"});
}

/// Reads a report: packages/vitest/src/node/reporters/benchmark/json-formatter.ts.
void read(JsonReading& reading)
{
    for (const auto file : reading.objects_of(reading.root()["files"])) {
        for (const auto group : reading.objects_of(file["groups"])) {
            const auto name = reading.require_name(group["fullName"]);
            if (!name || !reading.require_list(group["benchmarks"])) {
                continue;
            }
            for (const auto bench : group["benchmarks"].elements()) {
                if (reading.require_object(bench)) {
                    read_bench(reading, *name, bench);
                }
            }
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_vitest()
{
    return make_json_format({{"files"}}, takes, read);
}

} // namespace cb::parse
