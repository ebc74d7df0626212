#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

constexpr std::array benchmarkdotnet_figures{SummaryFigure{"Mean", "avg"},
                                             SummaryFigure{"Min", "min"},
                                             SummaryFigure{"Max", "max"},
                                             SummaryFigure{"Median", "median"},
                                             SummaryFigure{"StandardDeviation", "stddev"}};

/// The first text that is not empty.
std::string_view either(std::string_view text, std::string_view otherwise)
{
    return text.empty() ? otherwise : text;
}

/// The display form of a benchmark: "Bench.Sort: ShortRun(LaunchCount=1) [N=10]" with the title
/// "Sort".
struct Shown {
    std::string_view type; ///< "Bench"
    std::string_view job;  ///< "ShortRun(LaunchCount=1)"; "" for the default one

    /// Both are empty if the text has another form.
    static Shown of(std::string_view text, std::string_view title)
    {
        const auto at = text.find(fmt::format(".{}: ", title));
        if (at == std::string_view::npos) {
            return {};
        }
        auto job = text.substr(at + title.size() + 3);
        job = job.substr(0, job.find(" ["));
        return {title.empty() ? "" : text.substr(0, at), job == "DefaultJob" ? "" : job};
    }
};

/// Names the result; the name is empty if missing. The full name includes all parameters, but not
/// the job.
Result make_dotnet_base(JsonValue bench)
{
    const auto text = [bench](std::string_view name) { return bench[name].text_or(""); };
    const auto shown = Shown::of(text("DisplayInfo"), either(text("MethodTitle"), text("Method")));
    const auto full = text("FullName");
    const auto type = either(text("Type"), shown.type);
    const auto parameters = text("Parameters");
    auto base = make_test("", either(type, "default"));
    if (!type.empty() && !text("Namespace").empty()) {
        base.benchmark = fmt::format("{}.{}", text("Namespace"), type);
    }
    const auto prefix = base.benchmark + ".";
    base.test = full;
    if (full.size() > prefix.size() && full.starts_with(prefix)) {
        base.test = full.substr(prefix.size());
    } else if (full.empty() || (!type.empty() && !text("Method").empty())) {
        base.test = either(text("Method"), text("MethodTitle"));
        base.test += parameters.empty() || base.test.empty() ? "" : fmt::format("({})", parameters);
    }
    if (!parameters.empty()) {
        add_label(base.labels, "parameters", parameters);
    }
    if (!shown.job.empty()) {
        add_label(base.labels, "job", shown.job);
        base.test += base.test.empty() ? "" : fmt::format(" [{}]", shown.job);
    }
    return base;
}

/// In nanoseconds per operation.
void add_times(JsonReading& reading, const Result& base, JsonValue statistics)
{
    auto result = make_result(base, {"time", "ns", Direction::lower});
    if (!statistics) {
        reading.wrong(statistics, "is missing: the benchmark failed");
    } else if (reading.require_object(statistics)) {
        reading.add_samples_or_summary(
            std::move(result), "OriginalValues", statistics, benchmarkdotnet_figures);
    }
}

/// Adds a diagnoser's figure. Memory appears here a second time.
void add_metric(JsonReading& reading, const Result& base, JsonValue metric)
{
    const auto descriptor = metric["Descriptor"];
    const auto id = descriptor["Id"].text();
    if (!id) {
        reading.wrong(descriptor, "has no \"Id\"");
        return;
    }
    if (*id == "Allocated Memory" && reading.root().has("Memory")) {
        return;
    }
    auto direction = Direction::unknown;
    if (const auto is_greater_better = descriptor["TheGreaterTheBetter"].truth()) {
        direction = *is_greater_better ? Direction::higher : Direction::lower;
    }
    reading.add_value(
        make_result(
            base, {*id == "time" ? "metric/time" : *id, descriptor["Unit"].text_or(""), direction}),
        metric["Value"]);
}

bool takes_benchmarkdotnet(JsonValue object)
{
    constexpr std::array<std::string_view, 7> own{
        "Statistics", "FullName", "Method", "Type", "Namespace", "DisplayInfo", "Parameters"};
    const auto has = [object](std::string_view name) { return object.has(name); };
    return std::count_if(own.begin(), own.end(), has) >= 3 &&
           !object.has_any({"results", "metrics"});
}

/// Reads one benchmark: src/BenchmarkDotNet/Exporters/Json/JsonExporterBase.cs.
void read_benchmarkdotnet(JsonReading& reading)
{
    const auto bench = reading.root();
    const auto base = make_dotnet_base(bench);
    if (base.test.empty()) {
        reading.wrong(bench["FullName"],
                      bench.has("FullName") ? "must be a string without NUL bytes" : "is missing");
        return;
    }
    if (!reading.takes_name(base.test, bench["FullName"]) ||
        !reading.takes_name(base.benchmark, bench["Type"])) {
        return;
    }
    add_times(reading, base, bench["Statistics"]);
    if (const auto bytes = bench["Memory"]["BytesAllocatedPerOperation"]) {
        reading.add_value(make_result(base, {"allocated", "B", Direction::lower}), bytes);
    }
    for (const auto metric : reading.objects_of(bench["Metrics"])) {
        add_metric(reading, base, metric);
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_benchmarkdotnet()
{
    // Benchmarks are read one at a time, so files may have any length.
    return std::make_unique<PlainFormat>(std::vector<Key>{{"Benchmarks", Key::Finds::elements}},
                                         takes_benchmarkdotnet,
                                         read_benchmarkdotnet);
}

} // namespace cb::parse
