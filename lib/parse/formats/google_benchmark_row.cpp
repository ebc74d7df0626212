#include "parse/formats/google_benchmark_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cb::parse {

namespace {

using Member = GoogleBenchmarkRow::Member;

/// A member that is not a user counter. With neither slot nor direction, it is ignored.
struct Known {
    std::string_view name;
    std::optional<Member> slot{};
    std::optional<Direction> direction{}; ///< for a measure
    std::string_view unit{};
};

constexpr Known not_needed(std::string_view name)
{
    return {.name = name};
}

constexpr Known in_slot(std::string_view name, Member member)
{
    return {.name = name, .slot = member};
}

constexpr Known measured(std::string_view name, std::string_view unit, Direction direction)
{
    return {.name = name, .direction = direction, .unit = unit};
}

/// Sorted by length, which distinguishes most of them.
constexpr std::array known_members{
    in_slot("name", Member::name),
    in_slot("label", Member::label),
    in_slot("skipped", Member::skipped),
    not_needed("threads"),
    in_slot("run_name", Member::run_name),
    in_slot("run_type", Member::run_type),
    in_slot("cpu_time", Member::cpu_time),
    in_slot("real_time", Member::real_time),
    in_slot("time_unit", Member::time_unit),
    not_needed("iterations"),
    not_needed("repetitions"),
    not_needed("family_index"),
    in_slot("skip_message", Member::skip_message),
    in_slot("error_message", Member::error_message),
    in_slot("aggregate_name", Member::aggregate_name),
    in_slot("aggregate_unit", Member::aggregate_unit),
    in_slot("error_occurred", Member::error_occurred),
    measured("max_bytes_used", "B", Direction::lower),
    measured("allocs_per_iter", "", Direction::lower),
    measured("net_heap_growth", "B", Direction::lower),
    not_needed("repetition_index"),
    measured("bytes_per_second", "B/s", Direction::higher),
    measured("items_per_second", "items/s", Direction::higher),
    measured("total_allocated_bytes", "B", Direction::lower),
    not_needed("per_family_instance_index"),
};
static_assert(std::is_sorted(known_members.begin(),
                             known_members.end(),
                             [](const Known& a, const Known& b) {
                                 return a.name.size() < b.name.size();
                             }));

/// For each length, the index in known_members where it begins, plus the end.
constexpr auto first_of_length = [] {
    std::array<std::uint8_t, known_members.back().name.size() + 2> first{};
    for (std::size_t length = 0; length < first.size(); ++length) {
        while (first[length] < known_members.size() &&
               known_members[first[length]].name.size() < length) {
            ++first[length];
        }
    }
    return first;
}();

const Known* known_member(std::string_view name)
{
    if (name.size() + 1 >= first_of_length.size()) {
        return nullptr;
    }
    const auto* const begin = known_members.data() + first_of_length[name.size()];
    const auto* const end = known_members.data() + first_of_length[name.size() + 1];
    const auto* const at =
        std::find_if(begin, end, [name](const Known& known) { return known.name == name; });
    return at == end ? nullptr : at;
}

/// Whether the name may also be a user counter; then the value is a number.
constexpr bool may_be_counter(Member member)
{
    return member == Member::error_occurred || member == Member::error_message ||
           member == Member::skipped || member == Member::skip_message;
}

constexpr std::array<std::string_view, 4> time_units{"ns", "us", "ms", "s"};

} // namespace

void GoogleBenchmarkRow::read(JsonValue row)
{
    slots_.fill({});
    counters_.clear();
    for (const auto& [name, value] : row.members()) {
        const auto* const known = known_member(name);
        const bool may_be_users = known == nullptr || (known->slot && may_be_counter(*known->slot));
        if (may_be_users && is_measure(value)) {
            counters_.push_back({.metric = {name, ""}, .value = value});
        } else if (known == nullptr) {
            continue; // from an unknown version
        } else if (known->direction) {
            counters_.push_back({.metric = {name, known->unit, *known->direction}, .value = value});
        } else if (known->slot && !has(*known->slot)) {
            slots_[static_cast<std::size_t>(*known->slot)] = value;
        }
    }
}

const std::vector<GoogleBenchmarkRow::Measure>& GoogleBenchmarkRow::measures(JsonReading& reading,
                                                                             std::string_view test)
{
    const auto wrong = [&](JsonValue where, std::string_view reason) {
        reading.wrong(where, fmt::format("{:.200}: {}", test, reason));
    };
    const auto add = [&](const ResultMetric& metric, JsonValue found) {
        const auto value = found ? found : reading.root()[metric.name];
        if (const auto number = number_of(value); !number) {
            wrong(value, number.error());
        } else if (metric.name.find('\0') != std::string_view::npos) {
            wrong(value, "must have a name without NUL bytes");
        } else {
            measures_.push_back({.metric = metric, .value = *number, .where = value});
        }
    };
    measures_.clear();
    const auto unit = text(Member::time_unit).value_or("");
    if (std::find(time_units.begin(), time_units.end(), unit) == time_units.end()) {
        wrong(reading.root()["time_unit"],
              at(Member::time_unit) ? R"(must be "ns", "us", "ms" or "s")" : "is missing");
    } else {
        add({"real_time", unit, Direction::lower}, at(Member::real_time));
        if (has(Member::cpu_time)) {
            add({"cpu_time", unit, Direction::lower}, at(Member::cpu_time));
        }
    }
    for (const auto& counter : counters_) {
        add(counter.metric, counter.value);
    }
    return measures_;
}

void add_google_benchmark_summary(Result aggregates, Collector& collector)
{
    auto field = fmt::format("{:.200}/{}", aggregates.test, aggregates.metric);
    auto& summary = *aggregates.summary;
    if (const auto median = summary.find("median"); median != summary.end()) {
        summary.emplace("avg", median->second);
    }
    if (summary.count("avg") > 0) {
        collector.add_or_reject(std::move(aggregates), std::move(field));
        return;
    }
    collector.reject({.line = aggregates.lines.front().first,
                      .column = 1,
                      .field = std::move(field),
                      .reason = "has neither a mean nor a median"});
}

} // namespace cb::parse
