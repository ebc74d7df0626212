#include "manifest/units.hpp"
#include "parse/formats/criterion_sample.hpp"
#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

enum class Kind : std::uint8_t { none, name, sample, estimates, message };

/// A statistic in estimates.json: as it is called since 0.4, before that, and in a summary.
struct Statistic {
    const char* name;
    const char* old_name;
    const char* key;
};

constexpr std::array statistics{
    Statistic{"mean", "Mean", "avg"},
    Statistic{"median", "Median", "median"},
    Statistic{"std_dev", "StdDev", "stddev"},
    Statistic{"median_abs_dev", "MedianAbsDev", "median_abs_dev"},
    Statistic{"slope", "Slope", "slope"},
};

Kind kind_of(dom::object object)
{
    if (text_of(member(object, "reason")) == "benchmark-complete") {
        return Kind::message;
    }
    if (has_key(object, "group_id")) {
        return has_key(object, "function_id") || has_key(object, "full_id") ? Kind::name
                                                                            : Kind::none;
    }
    if (has_key(object, "iters") && has_key(object, "times")) {
        return Kind::sample;
    }
    const bool has_estimates = (has_key(object, "median_abs_dev") && has_key(object, "std_dev")) ||
                               (has_key(object, "MedianAbsDev") && has_key(object, "StdDev"));
    return has_estimates ? Kind::estimates : Kind::none;
}

/// Adds what an iteration works on, to the labels: {"Bytes":1024}; cargo-criterion has
/// {"per_iteration":1024,"unit":"bytes"}.
void add_throughput(std::optional<dom::element> element, Labels& labels)
{
    const auto object = object_of(element);
    if (!object) {
        return;
    }
    const auto unit = text_of(member(*object, "unit"));
    if (const auto amount = number_of(member(*object, "per_iteration")); amount && unit) {
        add_label(labels, *unit, fmt::to_string(*amount));
        return;
    }
    for (const auto& [name, label] : {std::pair{"Bytes", "bytes"}, {"Elements", "elements"}}) {
        if (const auto amount = number_of(member(*object, name))) {
            add_label(labels, label, fmt::to_string(*amount));
        }
    }
}

/// What criterion.rs writes below target/criterion/…/new/ (src/analysis/mod.rs, src/estimate.rs),
/// one file or several in one text, and the messages of cargo-criterion
/// (src/message_formats/json.rs there). benchmark.json says the name of the files behind it.
class Criterion final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"group_id"}, {"iters"}, {"median_abs_dev"}, {"MedianAbsDev"}, {"reason"}};
    }

    [[nodiscard]] bool takes(dom::object object) const override
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

    /// sample.json was a list of two before criterion 0.3.4.
    [[nodiscard]] bool wants_list() const override { return may_sample_follow_; }

    void read_list(JsonReading& reading, dom::array list) override
    {
        may_sample_follow_ = false;
        add_sample(reading, timed_of(list));
    }

    void finish(Collector& collector) override { add_estimates(collector); }

private:
    void read_name(JsonReading& reading)
    {
        add_estimates(reading.collector());
        is_sampled_ = false;
        has_sample_ = false;
        may_sample_follow_ = true;
        base_ = Result{};
        const auto root = reading.root();
        if (const auto id = text_of(member(root, "full_id"))) {
            base_.test = *id;
        } else {
            for (const char* const part : {"group_id", "function_id", "value_str"}) {
                const auto text = text_of(member(root, part)).value_or("");
                base_.test += text.empty() || base_.test.empty() ? "" : "/";
                base_.test += text;
            }
        }
        is_nameless_ = base_.test.empty() || !reading.takes_name(base_.test, Field{"full_id"});
        if (base_.test.empty()) {
            reading.wrong(Field{"full_id"}, "is no name, so what follows cannot be taken");
        }
        if (const auto value = text_of(member(root, "value_str"))) {
            add_label(base_.labels, "value", *value);
        }
        add_throughput(member(root, "throughput"), base_.labels);
    }

    void read_sample(JsonReading& reading)
    {
        may_sample_follow_ = false;
        add_sample(reading, timed_of(reading.root(), "iters", "times"));
    }

    void add_sample(JsonReading& reading, const Timed& timed)
    {
        if (is_nameless_) {
            return;
        }
        if (std::exchange(has_sample_, true) && !elements_of(timed.times).empty()) {
            reading.wrong(Field{timed.times_name},
                          "has no name of its own: the samples of another benchmark come before "
                          "it; put the benchmark.json of each in front of its sample.json");
            return;
        }
        is_sampled_ = !estimates_; // the estimates of a sample may stand behind it or before it
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
        auto result = result_of(base_, "ns");
        result.summary.emplace();
        result.lines = {reading.lines()};
        for (const auto& statistic : statistics) {
            const char* const name =
                has_key(reading.root(), statistic.old_name) ? statistic.old_name : statistic.name;
            const auto estimate = object_of(member(reading.root(), name));
            const auto value =
                estimate ? reading.require_number(*estimate, "point_estimate", Field{name})
                         : std::nullopt;
            if (value) {
                result.summary->emplace(statistic.key, *value);
            } else if (!estimate && member(reading.root(), name)) {
                reading.wrong(Field{name}, "must be an object");
            }
        }
        if (result.summary->count("avg") == 1) {
            estimates_ = std::move(result);
        } else if (!has_key(reading.root(), "mean") && !has_key(reading.root(), "Mean")) {
            reading.wrong(Field{"mean"}, "is missing");
        }
    }

    /// {"reason":"benchmark-complete","id":…}
    void read_message(JsonReading& reading)
    {
        may_sample_follow_ = false;
        const auto root = reading.root();
        const auto id = reading.require_name(root, "id", Field{});
        if (!id) {
            return;
        }
        Result base;
        base.test = *id;
        for (const auto element : elements_of(member(root, "throughput"))) {
            add_throughput(element, base.labels);
        }
        auto result = result_of(base, text_of(member(root, "unit")).value_or(""));
        if (has_key(root, "measured_values")) {
            add_samples(
                reading, std::move(result), timed_of(root, "iteration_count", "measured_values"));
        } else {
            read_typical(reading, std::move(result));
        }
    }

    /// A message without its samples has only estimates; "typical" is the slope or the mean.
    static void read_typical(JsonReading& reading, Result result)
    {
        const Field field{"typical"};
        const auto typical = object_of(member(reading.root(), "typical"));
        if (!typical) {
            reading.wrong(field, "is missing, and so are the measured_values");
            return;
        }
        const auto estimate = reading.require_number(*typical, "estimate", field);
        if (!estimate) {
            return;
        }
        result.summary = {{"avg", *estimate}};
        for (const char* const name : {"mean", "median", "median_abs_dev", "slope"}) {
            const auto object = object_of(member(reading.root(), name));
            const auto value = object ? member(*object, "estimate") : std::nullopt;
            if (const auto number = number_of(value)) {
                result.summary->emplace(name, *number);
            }
        }
        reading.add(std::move(result), field);
    }

    /// Gives the estimates that no sample replaces to the collector.
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

    Result base_{};                     ///< the name that benchmark.json said last, and its labels
    std::optional<Result> estimates_{}; ///< for the case that no sample of them comes
    bool is_nameless_ = false;          ///< its name was none
    bool has_sample_ = false;           ///< of that name, or without one, came before
    bool is_sampled_ = false;           ///< the samples of the next estimates were read
    bool may_sample_follow_ = false;    ///< as a list, behind the object that was read last
};

} // namespace

std::unique_ptr<JsonFormat> make_criterion_json()
{
    return std::make_unique<Criterion>();
}

} // namespace cb::parse
