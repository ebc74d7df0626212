#include "parse/formats/google_benchmark_row.hpp"

#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// A member that is not one of the user's counters; those that are no measure have no direction.
struct Member {
    std::string_view name;
    std::string_view unit;
    std::optional<Direction> direction;
};

constexpr std::array members{
    Member{"bytes_per_second", "B/s", Direction::higher},
    Member{"items_per_second", "items/s", Direction::higher},
    Member{"allocs_per_iter", "", Direction::lower},
    Member{"max_bytes_used", "B", Direction::lower},
    Member{"total_allocated_bytes", "B", Direction::lower},
    Member{"net_heap_growth", "B", Direction::lower},
    Member{"name", "", {}},
    Member{"run_name", "", {}},
    Member{"run_type", "", {}},
    Member{"family_index", "", {}},
    Member{"per_family_instance_index", "", {}},
    Member{"repetitions", "", {}},
    Member{"repetition_index", "", {}},
    Member{"threads", "", {}},
    Member{"iterations", "", {}},
    Member{"real_time", "", {}},
    Member{"cpu_time", "", {}},
    Member{"time_unit", "", {}},
    Member{"aggregate_name", "", {}},
    Member{"aggregate_unit", "", {}},
    Member{"label", "", {}},
};

constexpr std::array<std::string_view, 4> time_units{"ns", "us", "ms", "s"};

/// The measures of one row of "benchmarks", each with one value.
class Row {
public:
    Row(JsonReading& reading, const std::string& benchmark, const std::string& test)
        : reading_{reading}, object_{reading.root()}
    {
        base_.benchmark = benchmark;
        base_.test = test;
        base_.lines = {reading.lines()};
        if (const auto label = text_of(member(object_, "label")); label && !label->empty()) {
            add_label(base_.labels, "label", *label);
        }
    }

    [[nodiscard]] std::vector<Result> read()
    {
        measures_.reserve(4);
        read_times();
        for (const auto [name, value] : object_) {
            read_counter(name, value);
        }
        return std::move(measures_);
    }

private:
    void read_times()
    {
        const auto unit = text_of(member(object_, "time_unit")).value_or("");
        if (std::find(time_units.begin(), time_units.end(), unit) == time_units.end()) {
            wrong("time_unit",
                  member(object_, "time_unit") ? R"(must be "ns", "us", "ms" or "s")"
                                               : "is missing");
            return;
        }
        add("real_time", unit, Direction::lower, member(object_, "real_time"));
        if (has_key(object_, "cpu_time")) {
            add("cpu_time", unit, Direction::lower, member(object_, "cpu_time"));
        }
    }

    /// What is neither known nor a number belongs to a version that is not known either.
    void read_counter(std::string_view name, dom::element value)
    {
        const auto known = std::find_if(
            members.begin(), members.end(), [name](const Member& m) { return m.name == name; });
        if (known != members.end()) {
            if (known->direction) {
                add(name, known->unit, *known->direction, value);
            }
            return;
        }
        if (is_measure(value)) {
            add(name, "", Direction::unknown, value);
        }
    }

    void add(std::string_view name,
             std::string_view unit,
             Direction direction,
             std::optional<dom::element> value)
    {
        const auto number = number_of(value);
        if (!number) {
            wrong(name, number.error());
        } else if (name.find('\0') != std::string_view::npos) {
            wrong(name, "must have a name without NUL bytes");
        } else {
            auto& result = measures_.emplace_back(base_);
            result.metric = name;
            result.unit = unit;
            result.direction = direction;
            result.values = {*number};
        }
    }

    void wrong(std::string_view name, std::string_view reason)
    {
        reading_.wrong(Field{name}, fmt::format("{:.200}: {}", base_.test, reason));
    }

    JsonReading& reading_;
    dom::object object_;
    Result base_{};
    std::vector<Result> measures_{};
};

} // namespace

std::vector<Result>
read_row(JsonReading& reading, const std::string& benchmark, const std::string& test)
{
    return Row{reading, benchmark, test}.read();
}

} // namespace cb::parse
