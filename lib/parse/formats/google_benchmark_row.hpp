#pragma once

#include "parse/json_reading.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cb::parse {

/// A row of "benchmarks" in a google-benchmark file. Rows come in millions, so that their members
/// are gone through once and not looked up. Kept from row to row for its memory.
class GoogleBenchmarkRow {
public:
    /// A member that says something of the whole row.
    enum class Member : std::uint8_t {
        name,
        run_name,
        run_type,
        aggregate_name,
        aggregate_unit,
        time_unit,
        real_time,
        cpu_time,
        error_occurred,
        error_message,
        skipped,
        skip_message,
        label,
        count_of_members,
    };
    /// One value of the row. The texts are the row's.
    struct Measure {
        ResultMetric metric;
        double value = 0;
        JsonValue where{};
    };

    /// From here on it is the row that is being read.
    void read(JsonValue row);
    /// Whether there is such a member, null or not. If it appears twice, the first one wins.
    [[nodiscard]] bool has(Member member) const { return at(member) || at(member).is_null(); }
    [[nodiscard]] JsonValue at(Member member) const
    {
        return slots_[static_cast<std::size_t>(member)];
    }
    [[nodiscard]] std::optional<std::string_view> text(Member member) const
    {
        return at(member).text();
    }
    /// The times, then counters and rates in the order of the row, until the next call; those that
    /// cannot be taken are rejected as `test`'s.
    [[nodiscard]] const std::vector<Measure>& measures(JsonReading& reading, std::string_view test);

private:
    /// A member that is measured, but for the times, or may be.
    struct Counter {
        ResultMetric metric;
        JsonValue value{};
    };

    std::array<JsonValue, static_cast<std::size_t>(Member::count_of_members)> slots_{};
    std::vector<Counter> counters_{};
    std::vector<Measure> measures_{};
};

} // namespace cb::parse
