#include "parse/formats/formats.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

constexpr std::array figures{SummaryFigure{"avg", "avg"},
                             SummaryFigure{"min", "min"},
                             SummaryFigure{"max", "max"},
                             SummaryFigure{"p50", "median"},
                             SummaryFigure{"p25", "p25"},
                             SummaryFigure{"p75", "p75"},
                             SummaryFigure{"p99", "p99"},
                             SummaryFigure{"p999", "p99.9"}};

/// The name of a run. mitata puts an argument into it only where the author wrote "$n"; the others
/// are appended, so that two runs are never one test.
std::string name_with_arguments(std::string_view name, std::string_view alias, JsonValue arguments)
{
    std::string whole{name};
    for (const auto& [key, value] : arguments.members()) {
        if (alias.find(fmt::format("${}", key)) == std::string_view::npos) {
            const auto text = value.text();
            append_part(
                whole, fmt::format("{}={}", key, text ? std::string{*text} : value.written()), " ");
        }
    }
    return whole;
}

void read_run(JsonReading& reading, std::string_view group, JsonValue bench, JsonValue run)
{
    const auto name = reading.require_name(run["name"]);
    if (!name) {
        return;
    }
    const auto stats = run["stats"];
    if (!stats) {
        reading.wrong(run, "the benchmark failed");
        return;
    }
    const auto test = name_with_arguments(*name, bench["alias"].text_or(""), run["args"]);
    if (!reading.takes_name(test, run["name"])) {
        return;
    }
    const auto make = [&](std::string_view metric, std::string_view unit) {
        return make_result(make_test(test, group), {metric, unit, Direction::lower});
    };
    if (stats["samples"].size() > 0) {
        reading.add_samples(make("time", "ns"), stats["samples"]);
    } else { // the author asked for figures only
        reading.add_summary(make("time", "ns"), stats, figures);
    }
    for (const auto& [member, metric, unit] :
         {std::array{"heap", "memory", "B"}, std::array{"gc", "gc_time", "ns"}}) {
        if (stats[member]) {
            reading.add_summary(make(metric, unit), stats[member], figures);
        }
    }
}

bool takes_mitata(JsonValue object)
{
    return object["layout"].is_list() && object["benchmarks"].is_list() &&
           object["context"].has("noop");
}

/// Reads what run({format: "json"}) prints: src/main.mjs, json(), of version 1.
void read_mitata(JsonReading& reading)
{
    const auto root = reading.root();
    const auto groups = root["layout"].elements().to_vector();
    for (const auto bench : reading.objects_of(root["benchmarks"])) {
        const auto number = bench["group"].count().value_or(groups.size());
        const auto group =
            number < groups.size() ? groups[number]["name"].text_or("default") : "default";
        if (!reading.takes_name(group, bench) || !reading.require_list(bench["runs"])) {
            continue;
        }
        for (const auto run : reading.objects_of(bench["runs"])) {
            read_run(reading, group, bench, run);
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_mitata()
{
    return std::make_unique<PlainFormat>(std::vector<Key>{{"layout"}}, takes_mitata, read_mitata);
}

} // namespace cb::parse
