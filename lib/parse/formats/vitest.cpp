#include "parse/formats/formats.hpp"

namespace cb::parse {

namespace {

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
    auto result = make_result(make_test(*name, group), {"time", "ms", Direction::lower});
    if (bench["samples"].size() > 0) {
        reading.add_samples(std::move(result), bench["samples"]);
    } else { // figures derived from these (hz, period, variance, rme) are dropped
        reading.add_summary(std::move(result), bench, usual_figures);
    }
}

bool takes_vitest(JsonValue object)
{
    return object["files"].at(0).has_all({"filepath", "groups"});
}

/// Reads a report: packages/vitest/src/node/reporters/benchmark/json-formatter.ts.
void read_vitest(JsonReading& reading)
{
    for (const auto file : reading.objects_of(reading.root()["files"])) {
        for (const auto group : reading.objects_of(file["groups"])) {
            const auto name = reading.require_name(group["fullName"]);
            if (name && reading.require_list(group["benchmarks"])) {
                for (const auto bench : group["benchmarks"].elements()) {
                    if (reading.require_object(bench)) {
                        read_bench(reading, *name, bench);
                    }
                }
            }
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_vitest()
{
    return std::make_unique<PlainFormat>(std::vector<Key>{{"files"}}, takes_vitest, read_vitest);
}

} // namespace cb::parse
