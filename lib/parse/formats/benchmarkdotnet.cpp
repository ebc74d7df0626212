#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// The names in "Statistics" and in our summaries.
constexpr std::array<std::pair<const char*, const char*>, 5> figures{
    {{"Mean", "avg"},
     {"Min", "min"},
     {"Max", "max"},
     {"Median", "median"},
     {"StandardDeviation", "stddev"}}};

/// "Bench.Sort: ShortRun(LaunchCount=1) [N=10]" with the title "Sort" is of the job
/// "ShortRun(LaunchCount=1)"; "" for the default job, and where that cannot be told.
std::string_view job_of(std::string_view display, std::string_view title)
{
    const auto at = display.find(fmt::format(".{}: ", title));
    if (at == std::string_view::npos) {
        return "";
    }
    auto job = display.substr(at + title.size() + 3);
    job = job.substr(0, job.find(" ["));
    return job == "DefaultJob" ? "" : job;
}

/// Reads one benchmark: src/BenchmarkDotNet/Exporters/Json/JsonExporterBase.cs.
class Benchmark {
public:
    explicit Benchmark(JsonReading& reading) : reading_{reading}, object_{reading.root()} {}

    void read()
    {
        if (!take_names()) {
            const Field field{"FullName"};
            reading_.wrong(field,
                           has_key(object_, "FullName") ? "must be a string without NUL bytes"
                                                        : "is missing");
            return;
        }
        if (!reading_.takes_name(base_.test, Field{"FullName"}) ||
            !reading_.takes_name(base_.benchmark, Field{"Type"})) {
            return;
        }
        add_times();
        add_memory();
        add_metrics();
    }

private:
    [[nodiscard]] std::string_view text(const char* name) const
    {
        return text_of(member(object_, name)).value_or("");
    }

    /// "Sorting" of "Sorting.Quick: DefaultJob [N=10]", in files that leave out the type.
    [[nodiscard]] std::string_view type_shown() const
    {
        const auto title = text("MethodTitle").empty() ? text("Method") : text("MethodTitle");
        const auto shown = text("DisplayInfo");
        const auto at = shown.find(fmt::format(".{}: ", title));
        return title.empty() || at == std::string_view::npos ? "" : shown.substr(0, at);
    }

    /// The full name has all parameters, but not the job.
    bool take_names()
    {
        const auto full = text("FullName");
        const auto type = text("Type").empty() ? type_shown() : text("Type");
        base_.benchmark = type.empty() ? "default" : type;
        if (!type.empty() && !text("Namespace").empty()) {
            base_.benchmark = fmt::format("{}.{}", text("Namespace"), type);
        }
        const auto prefix = base_.benchmark + ".";
        const auto parameters = text("Parameters");
        if (full.size() > prefix.size() && full.starts_with(prefix)) {
            base_.test = full.substr(prefix.size());
        } else if (full.empty() || (!type.empty() && !text("Method").empty())) {
            const auto method = text("Method").empty() ? text("MethodTitle") : text("Method");
            base_.test = parameters.empty() || method.empty()
                             ? std::string{method}
                             : fmt::format("{}({})", method, parameters);
        } else {
            base_.test = full;
        }
        if (!parameters.empty()) {
            add_label(base_.labels, "parameters", parameters);
        }
        const auto title = text("MethodTitle").empty() ? text("Method") : text("MethodTitle");
        if (const auto job = job_of(text("DisplayInfo"), title); !job.empty()) {
            add_label(base_.labels, "job", job);
            base_.test += base_.test.empty() ? "" : fmt::format(" [{}]", job);
        }
        return !base_.test.empty();
    }

    /// Nanoseconds of one operation.
    void add_times()
    {
        const Field field{"Statistics"};
        const auto statistics = object_of(member(object_, "Statistics"));
        if (!statistics) {
            reading_.wrong(field,
                           member(object_, "Statistics") ? "must be an object"
                                                         : "is missing: the benchmark failed");
            return;
        }
        auto result = result_of("time", "ns", Direction::lower);
        if (has_key(*statistics, "OriginalValues")) {
            add_samples(std::move(result), *statistics, Field{field, "OriginalValues"});
        } else if (reading_.require_number(*statistics, "Mean", field)) {
            result.summary.emplace();
            for (const auto& [name, ours] : figures) {
                if (const auto number = number_of(member(*statistics, name))) {
                    result.summary->emplace(ours, *number);
                }
            }
            reading_.add(std::move(result), Field{field, "Mean"});
        }
    }

    void add_samples(Result result, dom::object statistics, const Field& field)
    {
        const auto values = elements_of(member(statistics, "OriginalValues"));
        result.values = reading_.numbers_of(values, field);
        if (!result.values.empty()) {
            reading_.add(std::move(result), field);
        } else if (values.empty()) {
            reading_.wrong(field,
                           array_of(member(statistics, "OriginalValues")) ? "holds no values"
                                                                          : "must be a list");
        }
    }

    void add_memory()
    {
        const Field field{"Memory"};
        constexpr const char* name = "BytesAllocatedPerOperation";
        const auto memory = object_of(member(object_, "Memory"));
        if (memory && member(*memory, name)) {
            if (const auto bytes = reading_.require_number(*memory, name, field)) {
                auto result = result_of("allocated", "B", Direction::lower);
                result.values = {*bytes};
                reading_.add(std::move(result), Field{field, name});
            }
        }
    }

    /// Of the diagnosers. Memory is among them again.
    void add_metrics()
    {
        const Field field{"Metrics"};
        reading_.each_object(
            member(object_, "Metrics"), field, [&](dom::object metric, const Field& place) {
                add_metric(metric, place);
            });
    }

    void add_metric(dom::object metric, const Field& field)
    {
        const auto descriptor = object_of(member(metric, "Descriptor"));
        const auto id = descriptor ? text_of(member(*descriptor, "Id")) : std::nullopt;
        if (!id) {
            reading_.wrong(Field{field, "Descriptor"}, "has no \"Id\"");
            return;
        }
        const bool is_memory = *id == "Allocated Memory" && has_key(object_, "Memory");
        if (is_memory) {
            return;
        }
        if (const auto value = reading_.require_number(metric, "Value", field)) {
            auto result = result_of(*id == "time" ? "metric/time" : *id,
                                    text_of(member(*descriptor, "Unit")).value_or(""),
                                    direction_of(*descriptor));
            result.values = {*value};
            reading_.add(std::move(result), field);
        }
    }

    static Direction direction_of(dom::object descriptor)
    {
        bool is_greater_better = false;
        const auto element = member(descriptor, "TheGreaterTheBetter");
        if (!element || element->get(is_greater_better) != simdjson::SUCCESS) {
            return Direction::unknown;
        }
        return is_greater_better ? Direction::higher : Direction::lower;
    }

    [[nodiscard]] Result
    result_of(std::string_view metric, std::string_view unit, Direction direction) const
    {
        auto result = base_;
        result.metric = metric;
        result.unit = unit;
        result.direction = direction;
        return result;
    }

    JsonReading& reading_;
    dom::object object_;
    Result base_{};
};

/// The JSON of BenchmarkDotNet, full or brief. Benchmarks come one by one, so files may be of any
/// length.
class BenchmarkDotNet final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"Benchmarks", Key::Finds::elements}};
    }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        constexpr std::array own{
            "Statistics", "FullName", "Method", "Type", "Namespace", "DisplayInfo", "Parameters"};
        const auto has = [object](const char* name) { return has_key(object, name); };
        return std::count_if(own.begin(), own.end(), has) >= 3 && !has("results") &&
               !has("metrics");
    }

    void read(JsonReading& reading) override { Benchmark{reading}.read(); }
};

} // namespace

std::unique_ptr<JsonFormat> make_benchmarkdotnet()
{
    return std::make_unique<BenchmarkDotNet>();
}

} // namespace cb::parse
