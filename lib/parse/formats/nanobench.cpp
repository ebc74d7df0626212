#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// The performance counters, which are 0 if the machine has none.
constexpr std::array<std::string_view, 6> nanobench_counters{"pagefaults",
                                                             "cpucycles",
                                                             "contextswitches",
                                                             "instructions",
                                                             "branchinstructions",
                                                             "branchmisses"};

constexpr std::array nanobench_figures{SummaryFigure{"median(elapsed)", "avg"},
                                       SummaryFigure{"median(elapsed)", "median"}};

/// The number as text unless it equals `ordinary`.
std::optional<std::string> unless(double ordinary, JsonValue value)
{
    const auto number = value.number();
    return number && *number != ordinary ? std::optional{fmt::to_string(*number)} : std::nullopt;
}

/// Benchmarks of one name with different N are points of one complexity.
void add_labels(JsonValue bench, Result& base)
{
    if (const auto size = unless(-1, bench["complexityN"]); size && *size != "0") {
        base.test += fmt::format(" [N={}]", *size);
        add_label(base.labels, "complexityN", *size);
    }
    if (const auto batch = unless(1, bench["batch"])) {
        add_label(base.labels, "batch", *batch);
    }
    if (const auto unit = bench["unit"].text(); unit && *unit != "op") {
        add_label(base.labels, "unit", *unit);
    }
}

void add_measurements(JsonReading& reading, const Result& base, JsonValue list)
{
    if (list.size() == 0 || !list.is_list()) {
        reading.wrong(list, list.is_list() ? "holds no values" : "must be a list");
        return;
    }
    const auto measurements = reading.objects_of(list);
    auto times = make_result(base, {"time", "s", Direction::lower});
    for (const auto measurement : measurements) {
        if (const auto time = reading.require_number(measurement["elapsed"])) {
            times.values.push_back(*time);
        }
    }
    if (!times.values.empty()) {
        reading.add(std::move(times), list);
    }
    for (const auto name : nanobench_counters) {
        auto result = make_result(base, {name, "", Direction::lower});
        for (const auto measurement : measurements) {
            const auto count =
                measurement.has(name) ? reading.require_number(measurement[name]) : std::nullopt;
            if (count) {
                result.values.push_back(*count);
            }
        }
        if (find_where(result.values, [](double count) { return count != 0; }) != nullptr) {
            reading.add(std::move(result), list);
        }
    }
}

/// Reads one benchmark of templates::json() in src/include/nanobench.h. All figures are per
/// iteration.
void read_bench(JsonReading& reading, JsonValue bench)
{
    auto base = reading.require_test(bench["name"]);
    if (!base) {
        return;
    }
    if (const auto title = bench["title"].text_or(""); !title.empty()) {
        base->benchmark = title;
    }
    add_labels(bench, *base);
    if (bench.has("measurements")) {
        add_measurements(reading, *base, bench["measurements"]);
    } else {
        reading.add_summary(
            make_result(*base, {"time", "s", Direction::lower}), bench, nanobench_figures);
    }
}

bool takes_nanobench(JsonValue object)
{
    const auto first = object["results"].at(0);
    return first.has("median(elapsed)") || first.has_all({"measurements", "epochs"});
}

void read_nanobench(JsonReading& reading)
{
    for (const auto bench : reading.root()["results"].elements()) {
        if (reading.require_object(bench)) {
            read_bench(reading, bench);
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_nanobench()
{
    return std::make_unique<PlainFormat>(
        std::vector<Key>{{"results"}}, takes_nanobench, read_nanobench);
}

} // namespace cb::parse
