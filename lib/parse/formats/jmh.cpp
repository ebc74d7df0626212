#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/jmh_names.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

constexpr std::array jmh_figures{SummaryFigure{"0.0", "min"},
                                 SummaryFigure{"50.0", "median"},
                                 SummaryFigure{"90.0", "p90"},
                                 SummaryFigure{"95.0", "p95"},
                                 SummaryFigure{"99.0", "p99"},
                                 SummaryFigure{"99.9", "p99.9"},
                                 SummaryFigure{"99.99", "p99.99"},
                                 SummaryFigure{"99.999", "p99.999"},
                                 SummaryFigure{"99.9999", "p99.9999"},
                                 SummaryFigure{"100.0", "max"}};

/// How often a value occurred.
struct Count {
    double value = 0;
    std::uint64_t count = 0;
};

/// The pairs [value, count] of all iterations of all forks; rejects elements that are not such
/// pairs.
std::vector<Count> read_histogram(JsonReading& reading, JsonValue histogram)
{
    std::vector<Count> counts;
    const auto read_pair = [&](JsonValue pair) {
        const auto count = pair.at(1).count();
        if (!pair.is_list() || pair.size() != 2 || !count) {
            reading.wrong(pair, "must be a value and how often it was seen");
        } else if (const auto value = reading.require_number(pair.at(0))) {
            counts.push_back({.value = *value, .count = *count});
        }
    };
    for (const auto fork : histogram.elements()) {
        for (const auto iteration : fork.elements()) {
            for (const auto pair : iteration.elements()) {
                read_pair(pair);
            }
        }
    }
    return counts;
}

/// Decides which histograms to expand into samples: a count takes a few bytes and may mean
/// billions.
class Expansion {
public:
    /// Whether there are samples, at most 10000, and no more than a text may have.
    [[nodiscard]] bool allows(const std::vector<Count>& counts)
    {
        constexpr std::uint64_t max_value = 10000;
        std::uint64_t total = 0;
        for (const auto& [value, count] : counts) {
            total = std::min(max_value + 1, total + std::min(count, max_value + 1));
        }
        if (total == 0 || total > std::min(max_value, left_)) {
            return false;
        }
        left_ -= total;
        return true;
    }

private:
    std::uint64_t left_ = 10'000'000;
};

/// The environment of the first run of each benchmark, by name with parameters and mode.
using FirstRuns = std::map<std::string, Labels>;

/// Reads one run, a benchmark with its parameters in one mode:
/// jmh-core/src/main/java/org/openjdk/jmh/results/format/JSONResultFormat.java.
class JmhRun {
public:
    JmhRun(JsonReading& reading, Expansion& expansion, FirstRuns& first_runs)
        : reading_{reading}, run_{reading.root()}, expansion_{expansion}, first_runs_{first_runs}
    {}

    void read()
    {
        const auto name = reading_.require_name(run_["benchmark"]);
        const auto mode = name ? reading_.require_name(run_["mode"]) : std::nullopt;
        if (!mode) {
            return;
        }
        const auto [benchmark, test] = split_at_last(*name, ".");
        base_ = make_test(test, benchmark);
        if (!add_parameters()) {
            return;
        }
        add_machine(*mode);
        if (!reading_.takes_name(base_.test, run_["params"])) {
            return;
        }
        add_label(base_.labels, "mode", *mode);
        if (const auto threads = run_["threads"].number()) {
            add_label(base_.labels, "threads", fmt::to_string(*threads));
        }
        read_primary(jmh_metric_of(*mode));
        read_secondary(*mode);
    }

private:
    /// JMH gives the parameters separately from the name, which is the same for all of them.
    /// Returns false if one is invalid, because the run then has no name.
    [[nodiscard]] bool add_parameters()
    {
        std::string text;
        for (const auto& [name, value] : run_["params"].members()) {
            const auto written = value.text();
            if (!written) {
                reading_.wrong(value, "must be a string without NUL bytes");
                return false;
            }
            append_part(text, fmt::format("{}={}", name, *written));
            add_label(base_.labels, name, *written);
        }
        if (!text.empty()) {
            base_.test += fmt::format(" ({})", text);
        }
        return true;
    }

    /// Several JMH invocations in one log may differ only in the number of threads or the JVM.
    /// Appends the differences from the first run of that name.
    void add_machine(std::string_view mode)
    {
        Labels machine;
        if (const auto threads = run_["threads"].number()) {
            machine.emplace("threads", fmt::to_string(*threads));
        }
        for (const std::string_view name : {"jdkVersion", "jvm", "vmName", "vmVersion"}) {
            if (const auto text = run_[name].text()) {
                machine.emplace(name, *text);
            }
        }
        std::string arguments;
        for (const auto argument : run_["jvmArgs"].elements()) {
            append_part(arguments, argument.text_or(""), " ");
        }
        machine.emplace("jvmArgs", std::move(arguments));
        const auto key = fmt::format("{}\n{}\n{}", base_.benchmark, base_.test, mode);
        const auto& first = first_runs_.emplace(key, machine).first->second;
        base_.test += suffix_of(machine, differing_keys(first, machine));
    }

    void read_primary(std::string_view metric)
    {
        const auto primary = run_["primaryMetric"];
        if (reading_.require_object(primary)) {
            const auto unit = primary["scoreUnit"].text_or("");
            add(primary, make_result(base_, {metric, unit, direction_of_unit(unit)}));
        }
    }

    /// Reads what profilers and auxiliary counters measured. Of profiler metrics, only costs have a
    /// direction.
    void read_secondary(std::string_view mode)
    {
        for (const auto& [name, metric] : run_["secondaryMetrics"].members()) {
            const auto unit = metric["scoreUnit"].text_or("");
            const bool is_text = unit == "---"; // such as the stack profiler's
            if (!metric.is_object()) {
                reading_.wrong(metric, "must be an object");
            } else if (reading_.takes_name(name, metric) && !is_text) {
                const auto own = jmh_secondary_metric(name, mode);
                add(metric, make_result(base_, {own, unit, jmh_secondary_direction(unit)}));
            }
        }
    }

    void add(JsonValue metric, Result result)
    {
        if (metric.has("rawDataHistogram")) {
            add_histogram(metric, std::move(result));
            return;
        }
        bool is_empty = true;
        for (const auto samples : metric["rawData"].elements()) {
            const auto numbers = reading_.numbers_of(samples);
            is_empty = is_empty && !(samples.is_list() && samples.size() > 0);
            result.values.insert(result.values.end(), numbers.begin(), numbers.end());
        }
        if (!result.values.empty()) {
            reading_.add(std::move(result), metric["rawData"]);
        } else if (is_empty) { // -Djmh.json.rawData=false, or one measurement per fork
            add_summary(metric, std::move(result));
        }
    }

    void add_histogram(JsonValue metric, Result result)
    {
        const auto counts = read_histogram(reading_, metric["rawDataHistogram"]);
        if (!expansion_.allows(counts)) {
            add_summary(metric, std::move(result));
            return;
        }
        for (const auto& [value, count] : counts) {
            result.values.insert(result.values.end(), count, value);
        }
        reading_.add(std::move(result), metric["rawDataHistogram"]);
    }

    void add_summary(JsonValue metric, Result result)
    {
        const auto score = reading_.require_number(metric["score"]);
        if (!score) {
            return;
        }
        result.summary = {{"avg", *score}};
        take_figures(result, metric["scorePercentiles"], jmh_figures);
        reading_.add(std::move(result), metric);
    }

    JsonReading& reading_;
    JsonValue run_;
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

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        return object.has("jmhVersion") ||
               (object.has("primaryMetric") && object.has_any({"benchmark", "mode"}));
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
