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
#include <vector>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// Of the performance counters; 0 where the machine has none.
constexpr std::array counters{"pagefaults",
                              "cpucycles",
                              "contextswitches",
                              "instructions",
                              "branchinstructions",
                              "branchmisses"};

/// The text of a number other than `ordinary`; none else.
std::optional<std::string> unless(double ordinary, std::optional<dom::element> element)
{
    const auto number = number_of(element);
    return number && *number != ordinary ? std::optional{fmt::to_string(*number)} : std::nullopt;
}

/// Reads one benchmark of templates::json() in src/include/nanobench.h. All figures are of one
/// iteration.
class Bench {
public:
    Bench(JsonReading& reading, dom::object object, const Field& field)
        : reading_{reading}, object_{object}, field_{field}
    {}

    void read()
    {
        const auto name = reading_.require_name(object_, "name", field_);
        if (!name) {
            return;
        }
        const auto title = text_of(member(object_, "title")).value_or("");
        base_.benchmark = title.empty() ? "default" : title;
        base_.test = *name;
        base_.direction = Direction::lower;
        add_labels();
        if (has_key(object_, "measurements")) {
            add_measurements();
        } else {
            add_summary();
        }
    }

private:
    /// Benchmarks of one name that differ in N are points of one complexity.
    void add_labels()
    {
        if (const auto size = unless(-1, member(object_, "complexityN")); size && *size != "0") {
            base_.test += fmt::format(" [N={}]", *size);
            add_label(base_.labels, "complexityN", *size);
        }
        if (const auto batch = unless(1, member(object_, "batch"))) {
            add_label(base_.labels, "batch", *batch);
        }
        if (const auto unit = text_of(member(object_, "unit")); unit && *unit != "op") {
            add_label(base_.labels, "unit", *unit);
        }
    }

    void add_measurements()
    {
        const Field field{field_, "measurements"};
        const auto list = elements_of(member(object_, "measurements"));
        if (list.empty()) {
            reading_.wrong(field,
                           array_of(member(object_, "measurements")) ? "holds no values"
                                                                     : "must be a list");
            return;
        }
        std::vector<dom::object> measurements;
        std::vector<std::size_t> indexes;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (const auto object = object_of(list[i])) {
                measurements.push_back(*object);
                indexes.push_back(i);
            } else {
                reading_.wrong(Field{field, i}, "must be an object");
            }
        }
        auto times = base_;
        times.metric = "time";
        times.unit = "s";
        for (std::size_t i = 0; i < measurements.size(); ++i) {
            const Field place{field, indexes[i]};
            if (const auto time = reading_.require_number(measurements[i], "elapsed", place)) {
                times.values.push_back(*time);
            }
        }
        add(std::move(times), field);
        for (const char* const name : counters) {
            add_counter(name, measurements, indexes);
        }
    }

    void add_counter(const char* name,
                     const std::vector<dom::object>& measurements,
                     const std::vector<std::size_t>& indexes)
    {
        const Field field{field_, "measurements"};
        auto result = base_;
        result.metric = name;
        for (std::size_t i = 0; i < measurements.size(); ++i) {
            const Field place{field, indexes[i]};
            if (has_key(measurements[i], name)) {
                if (const auto count = reading_.require_number(measurements[i], name, place)) {
                    result.values.push_back(*count);
                }
            }
        }
        const auto is_counted = [](double count) { return count != 0; };
        if (std::any_of(result.values.begin(), result.values.end(), is_counted)) {
            add(std::move(result), field);
        }
    }

    void add_summary()
    {
        auto result = base_;
        result.metric = "time";
        result.unit = "s";
        if (const auto median = reading_.require_number(object_, "median(elapsed)", field_)) {
            result.summary = {{"avg", *median}, {"median", *median}};
            reading_.add(std::move(result), Field{field_, "median(elapsed)"});
        }
    }

    void add(Result result, const Field& field)
    {
        if (!result.values.empty()) {
            reading_.add(std::move(result), field);
        }
    }

    JsonReading& reading_;
    dom::object object_;
    const Field& field_;
    Result base_{};
};

class Nanobench final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override { return {{"results"}}; }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        const auto results = elements_of(member(object, "results"));
        const auto first = results.empty() ? std::nullopt : object_of(results.front());
        return first && (has_key(*first, "median(elapsed)") ||
                         (has_key(*first, "measurements") && has_key(*first, "epochs")));
    }

    void read(JsonReading& reading) override
    {
        const Field field{"results"};
        reading.each_object(
            member(reading.root(), "results"), field, [&](dom::object object, const Field& place) {
                Bench{reading, object, place}.read();
            });
    }
};

} // namespace

std::unique_ptr<JsonFormat> make_nanobench()
{
    return std::make_unique<Nanobench>();
}

} // namespace cb::parse
