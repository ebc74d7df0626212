#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/jmh_histogram.hpp"
#include "parse/formats/jmh_names.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

struct Percentile {
    std::string_view name, key;
};

constexpr std::array percentiles{Percentile{"0.0", "min"},
                                 Percentile{"50.0", "median"},
                                 Percentile{"90.0", "p90"},
                                 Percentile{"95.0", "p95"},
                                 Percentile{"99.0", "p99"},
                                 Percentile{"99.9", "p99.9"},
                                 Percentile{"99.99", "p99.99"},
                                 Percentile{"99.999", "p99.999"},
                                 Percentile{"99.9999", "p99.9999"},
                                 Percentile{"100.0", "max"}};

/// On what the first run of each benchmark, with its parameters and mode, was.
using FirstRuns = std::map<std::string, Labels>;

/// Reads one run, a benchmark with its parameters in one mode:
/// jmh-core/src/main/java/org/openjdk/jmh/results/format/JSONResultFormat.java.
class JmhRun {
public:
    JmhRun(JsonReading& reading, Expansion& expansion, FirstRuns& first_runs)
        : reading_{reading}, object_{reading.root()}, expansion_{expansion}, first_runs_{first_runs}
    {}

    void read()
    {
        const Field top;
        const auto name = reading_.require_name(object_, "benchmark", top);
        const auto mode = name ? reading_.require_name(object_, "mode", top) : std::nullopt;
        if (!mode) {
            return;
        }
        const auto dot = name->rfind('.');
        base_.benchmark = dot == std::string_view::npos ? "default" : name->substr(0, dot);
        base_.test = name->substr(dot == std::string_view::npos ? 0 : dot + 1);
        if (!add_parameters()) {
            return;
        }
        add_machine(*mode);
        if (!reading_.takes_name(base_.test, Field{"params"})) {
            return;
        }
        add_label(base_.labels, "mode", *mode);
        if (const auto threads = number_of(member(object_, "threads"))) {
            add_label(base_.labels, "threads", fmt::to_string(*threads));
        }
        read_primary(jmh_metric_of(*mode));
        read_secondary(*mode);
    }

private:
    /// JMH prints the parameters beside the name, which is the same for all of them. False if one
    /// is wrong: without it the run has no name.
    [[nodiscard]] bool add_parameters()
    {
        const Field field{"params"};
        std::string text;
        if (const auto parameters = object_of(member(object_, "params"))) {
            for (const auto [name, value] : *parameters) {
                const auto written = text_of(value);
                if (!written) {
                    reading_.wrong(Field{field, name}, "must be a string without NUL bytes");
                    return false;
                }
                text += fmt::format("{}{}={}", text.empty() ? "" : ", ", name, *written);
                add_label(base_.labels, name, *written);
            }
        }
        if (!text.empty()) {
            base_.test += fmt::format(" ({})", text);
        }
        return true;
    }

    /// Several calls of JMH in one log may differ in nothing but the number of threads or the JVM:
    /// what is other than in the first run of the name is put behind it.
    void add_machine(std::string_view mode)
    {
        Labels machine;
        if (const auto threads = number_of(member(object_, "threads"))) {
            machine.emplace("threads", fmt::to_string(*threads));
        }
        for (const char* const name : {"jdkVersion", "jvm", "vmName", "vmVersion"}) {
            if (const auto text = text_of(member(object_, name))) {
                machine.emplace(name, *text);
            }
        }
        std::string arguments;
        for (const auto argument : elements_of(member(object_, "jvmArgs"))) {
            arguments += arguments.empty() ? "" : " ";
            arguments += text_of(argument).value_or("");
        }
        machine.emplace("jvmArgs", std::move(arguments));
        const auto key =
            fmt::format("{}\n{}\n{}", std::string_view{base_.benchmark}, base_.test, mode);
        const auto& first = first_runs_.emplace(key, machine).first->second;
        base_.test += suffix_of(machine, differing_keys(first, machine));
    }

    void read_primary(std::string_view metric)
    {
        const Field field{"primaryMetric"};
        const auto found = member(object_, "primaryMetric");
        const auto object = object_of(found);
        if (!object) {
            reading_.wrong(field, found ? "must be an object" : "is missing");
            return;
        }
        auto result = result_of(*object, metric);
        result.direction = direction_of_unit(result.unit);
        add(*object, std::move(result), field);
    }

    /// What profilers and auxiliary counters measure. Of profilers only costs have a direction.
    void read_secondary(std::string_view mode)
    {
        const Field field{"secondaryMetrics"};
        const auto objects = object_of(member(object_, "secondaryMetrics"));
        if (!objects) {
            return;
        }
        for (const auto [name, value] : *objects) {
            const Field place{field, name};
            const auto object = object_of(value);
            if (!object) {
                reading_.wrong(place, "must be an object");
            } else if (reading_.takes_name(name, place)) {
                add_secondary(*object, name, mode, place);
            }
        }
    }

    void add_secondary(dom::object object,
                       std::string_view name,
                       std::string_view mode,
                       const Field& field)
    {
        auto result = result_of(object, jmh_secondary_metric(name, mode));
        if (result.unit == "---") {
            return; // a text, such as the stack profiler's
        }
        result.direction = jmh_secondary_direction(result.unit);
        add(object, std::move(result), field);
    }

    [[nodiscard]] Result result_of(dom::object object, std::string_view metric) const
    {
        auto result = base_;
        result.metric = metric;
        result.unit = text_of(member(object, "scoreUnit")).value_or("");
        return result;
    }

    void add(dom::object object, Result result, const Field& field)
    {
        if (has_key(object, "rawDataHistogram")) {
            add_histogram(object, std::move(result), field);
            return;
        }
        const Field raw{field, "rawData"};
        std::size_t fork = 0;
        bool is_empty = true;
        for (const auto samples : elements_of(member(object, "rawData"))) {
            const auto elements = elements_of(samples);
            const auto numbers = reading_.numbers_of(elements, Field{raw, fork++});
            is_empty = is_empty && elements.empty();
            result.values.insert(result.values.end(), numbers.begin(), numbers.end());
        }
        if (!result.values.empty()) {
            reading_.add(std::move(result), raw);
        } else if (is_empty) { // -Djmh.json.rawData=false, or what is measured once a fork
            add_summary(object, std::move(result), field);
        }
    }

    void add_histogram(dom::object object, Result result, const Field& field)
    {
        const Field raw{field, "rawDataHistogram"};
        const auto counts = read_histogram(reading_, member(object, "rawDataHistogram"), raw);
        if (!expansion_.allows(counts)) {
            add_summary(object, std::move(result), field);
            return;
        }
        for (const auto& [value, count] : counts) {
            result.values.insert(result.values.end(), count, value);
        }
        reading_.add(std::move(result), raw);
    }

    void add_summary(dom::object object, Result result, const Field& field)
    {
        const auto score = reading_.require_number(object, "score", field);
        if (!score) {
            return;
        }
        result.summary = {{"avg", *score}};
        if (const auto given = object_of(member(object, "scorePercentiles"))) {
            for (const auto& [name, key] : percentiles) {
                if (const auto number = number_of(member(*given, name))) {
                    result.summary->emplace(key, *number);
                }
            }
        }
        reading_.add(std::move(result), field);
    }

    JsonReading& reading_;
    dom::object object_;
    Expansion& expansion_;
    FirstRuns& first_runs_;
    Result base_{};
};

class Jmh final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"primaryMetric"}, {"jmhVersion"}};
    }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        return has_key(object, "jmhVersion") ||
               (has_key(object, "primaryMetric") &&
                (has_key(object, "benchmark") || has_key(object, "mode")));
    }

    void read(JsonReading& reading) override { JmhRun{reading, expansion_, first_runs_}.read(); }

private:
    Expansion expansion_{};
    FirstRuns first_runs_{};
};

} // namespace

std::unique_ptr<JsonFormat> make_jmh()
{
    return std::make_unique<Jmh>();
}

} // namespace cb::parse
