#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/same_tests.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

#include <cmath>

namespace cb::parse {

namespace {

enum class Kind : std::uint8_t { none, name, sample, estimates, message };

/// A statistic in estimates.json: its name since 0.4, its name before, and the key in a summary.
struct Estimate {
    std::string_view name, old_name, key;
};

constexpr std::array estimates{
    Estimate{"mean", "Mean", "avg"},
    Estimate{"median", "Median", "median"},
    Estimate{"std_dev", "StdDev", "stddev"},
    Estimate{"median_abs_dev", "MedianAbsDev", "median_abs_dev"},
    Estimate{"slope", "Slope", "slope"},
};

Kind kind_of(JsonValue object)
{
    if (object["reason"].text() == "benchmark-complete") {
        return Kind::message;
    }
    if (object.has("group_id")) {
        return object.has_any({"function_id", "full_id"}) ? Kind::name : Kind::none;
    }
    if (object.has_all({"iters", "times"})) {
        return Kind::sample;
    }
    const bool has_estimates =
        object.has_all({"median_abs_dev", "std_dev"}) || object.has_all({"MedianAbsDev", "StdDev"});
    return has_estimates ? Kind::estimates : Kind::none;
}

/// Adds an iteration's amount of work to the labels: {"Bytes":1024}; cargo-criterion has
/// {"per_iteration":1024,"unit":"bytes"}.
void add_throughput(JsonValue throughput, Labels& labels)
{
    const auto add = [&](std::string_view label, JsonValue value) {
        if (const auto amount = value.number()) {
            add_label(labels, label, fmt::to_string(*amount));
        }
    };
    const auto unit = throughput["unit"].text();
    if (unit && throughput["per_iteration"].number()) {
        add(*unit, throughput["per_iteration"]);
    } else {
        add("bytes", throughput["Bytes"]);
        add("elements", throughput["Elements"]);
    }
}

/// Two lists: the number of iterations per batch, and the time each batch took.
struct Timed {
    JsonValue counts{}, times{};
};

/// The samples: each batch's time divided by its iterations.
std::vector<double> per_iteration(JsonReading& reading, const Timed& timed)
{
    const auto counts = timed.counts.elements().to_vector();
    const auto times = timed.times.elements().to_vector();
    std::vector<double> samples;
    samples.reserve(times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto time = reading.require_number(times[i]);
        if (!time) {
            continue;
        }
        if (i >= counts.size()) {
            reading.wrong(times[i], "has no number of iterations");
        } else if (const auto count = number_of(counts[i]);
                   !count || !(*count > 0) || !std::isfinite(*time / *count)) {
            reading.wrong(counts[i], count ? "must be a number of iterations" : count.error());
        } else {
            samples.push_back(*time / *count);
        }
    }
    for (auto i = times.size(); i > 0 && i < counts.size(); ++i) {
        reading.wrong(counts[i], "has no time");
    }
    return samples;
}

/// Adds a result with the time per iteration for each sample. Rejects invalid samples.
void add_samples(JsonReading& reading, Result result, const Timed& timed)
{
    result.values = per_iteration(reading, timed);
    if (!result.values.empty()) {
        reading.add(std::move(result), timed.times);
    } else if (timed.times.size() == 0 || !timed.times.is_list()) {
        reading.wrong(timed.times, timed.times.is_list() ? "holds no values" : "must be a list");
    }
}

/// The files of criterion.rs below target/criterion/…/new/ (src/analysis/mod.rs, src/estimate.rs),
/// one or several in one text, and the messages of cargo-criterion (src/message_formats/json.rs
/// there). benchmark.json names the files after it.
class Criterion final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"group_id"}, {"iters"}, {"median_abs_dev"}, {"MedianAbsDev"}, {"reason"}};
    }

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        return kind_of(object) != Kind::none;
    }

    void read(JsonReading& reading) override
    {
        switch (kind_of(reading.root())) {
        case Kind::name:
            read_name(reading);
            break;
        case Kind::sample:
            read_sample(reading);
            break;
        case Kind::estimates:
            read_estimates(reading);
            break;
        case Kind::message:
            read_message(reading);
            break;
        case Kind::none:
            break;
        }
    }

    /// Before criterion 0.3.4, sample.json was a list of two lists.
    [[nodiscard]] bool wants_list() const override { return may_sample_follow_; }

    void read_list(JsonReading& reading, JsonValue list) override
    {
        may_sample_follow_ = false;
        add_sample(reading, {.counts = list.at(0), .times = list.at(1)});
    }

    void know(const TextFacts& facts) override { same_tests_.set_iterations(facts.iterations); }

    void finish(Collector& collector) override
    {
        add_estimates(collector);
        same_tests_.finish("an earlier message has a benchmark of this id, and none names the "
                           "program. They became one series, which is wrong if they are of "
                           "different programs: give their groups different names",
                           collector);
    }

private:
    void read_name(JsonReading& reading)
    {
        add_estimates(reading.collector());
        is_sampled_ = false;
        has_sample_ = false;
        may_sample_follow_ = true;
        base_ = Result{};
        const auto root = reading.root();
        if (const auto id = root["full_id"].text()) {
            base_.test = *id;
        } else {
            for (const std::string_view part : {"group_id", "function_id", "value_str"}) {
                const auto text = root[part].text_or("");
                base_.test += text.empty() || base_.test.empty() ? "" : "/";
                base_.test += text;
            }
        }
        is_nameless_ = base_.test.empty() || !reading.takes_name(base_.test, root["full_id"]);
        if (base_.test.empty()) {
            reading.wrong(root["full_id"], "is no name, so what follows cannot be taken");
        }
        if (const auto value = root["value_str"].text()) {
            add_label(base_.labels, "value", *value);
        }
        add_throughput(root["throughput"], base_.labels);
    }

    void read_sample(JsonReading& reading)
    {
        may_sample_follow_ = false;
        const auto root = reading.root();
        add_sample(reading, {.counts = root["iters"], .times = root["times"]});
    }

    void add_sample(JsonReading& reading, const Timed& timed)
    {
        if (is_nameless_) {
            return;
        }
        if (std::exchange(has_sample_, true) && timed.times.is_list() && timed.times.size() > 0) {
            reading.wrong(timed.times,
                          "has no name of its own: the samples of another benchmark come before "
                          "it; put the benchmark.json of each in front of its sample.json");
            return;
        }
        is_sampled_ = !estimates_; // estimates may precede or follow their sample
        estimates_.reset();
        add_samples(reading, result_of(base_, "ns"), timed);
    }

    void read_estimates(JsonReading& reading)
    {
        may_sample_follow_ = !is_sampled_;
        if (is_nameless_ || std::exchange(is_sampled_, false)) {
            return;
        }
        add_estimates(reading.collector());
        const auto root = reading.root();
        auto result = result_of(base_, "ns");
        result.summary.emplace();
        result.lines = {reading.lines()};
        for (const auto& statistic : estimates) {
            const auto estimate =
                root[root.has(statistic.old_name) ? statistic.old_name : statistic.name];
            if (!estimate || !reading.require_object(estimate)) {
                continue;
            }
            if (const auto value = reading.require_number(estimate["point_estimate"])) {
                result.summary->emplace(statistic.key, *value);
            }
        }
        if (result.summary->count("avg") == 1) {
            estimates_ = std::move(result);
        } else if (!root.has_any({"mean", "Mean"})) {
            reading.wrong(root["mean"], "is missing");
        }
    }

    /// {"reason":"benchmark-complete","id":…}
    void read_message(JsonReading& reading)
    {
        may_sample_follow_ = false;
        const auto root = reading.root();
        const auto id = reading.require_name(root["id"]);
        if (!id) {
            return;
        }
        same_tests_.begin_output(SameTests::Program::unnamed);
        same_tests_.see(*id, reading.lines().first);
        Result base;
        base.test = *id;
        for (const auto element : root["throughput"].elements()) {
            add_throughput(element, base.labels);
        }
        auto result = result_of(base, root["unit"].text_or(""));
        if (root.has("measured_values")) {
            add_samples(reading,
                        std::move(result),
                        {.counts = root["iteration_count"], .times = root["measured_values"]});
        } else {
            read_typical(reading, std::move(result));
        }
    }

    /// A message without samples has only estimates; "typical" is the slope or the mean.
    static void read_typical(JsonReading& reading, Result result)
    {
        const auto root = reading.root();
        if (!root["typical"].is_object()) {
            reading.wrong(root["typical"], "is missing, and so are the measured_values");
            return;
        }
        const auto estimate = reading.require_number(root["typical"]["estimate"]);
        if (!estimate) {
            return;
        }
        result.summary = {{"avg", *estimate}};
        for (const std::string_view name : {"mean", "median", "median_abs_dev", "slope"}) {
            if (const auto number = root[name]["estimate"].number()) {
                result.summary->emplace(name, *number);
            }
        }
        reading.add(std::move(result), root["typical"]);
    }

    /// Passes estimates that no sample replaces to the collector.
    void add_estimates(Collector& collector)
    {
        if (!estimates_) {
            return;
        }
        collector.add_or_reject(std::move(*std::exchange(estimates_, {})), "mean");
    }

    static Result result_of(Result result, std::string_view unit)
    {
        result.benchmark = "default";
        result.test = result.test.empty() ? "default" : result.test;
        result.unit = unit;
        result.metric = nanoseconds(unit) || unit.empty() ? "time" : result.unit;
        result.direction = direction_of_unit(unit);
        return result;
    }

    SameTests same_tests_{};            ///< of messages
    Result base_{};                     ///< the last name from benchmark.json, and its labels
    std::optional<Result> estimates_{}; ///< used if no sample for them arrives
    bool is_nameless_ = false;          ///< its name was invalid
    bool has_sample_ = false;           ///< a sample with that name, or without a name, was read
    bool is_sampled_ = false;           ///< the samples for the next estimates were read
    bool may_sample_follow_ = false;    ///< as a list, after the last object
};

} // namespace

std::unique_ptr<JsonFormat> make_criterion_json()
{
    return std::make_unique<Criterion>();
}

} // namespace cb::parse
