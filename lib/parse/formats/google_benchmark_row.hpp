#pragma once

#include "parse/json_reading.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cb::parse {

/// A row of "benchmarks" in a google-benchmark file. There may be millions of rows, so their
/// members are visited in one pass instead of looked up. Reused for each row to reuse its memory.
class GoogleBenchmarkRow {
public:
    /// A member that describes the whole row.
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
    /// One value of the row. The texts belong to the row.
    struct Measure {
        ResultMetric metric;
        double value = 0;
        JsonValue where{};
    };

    /// Starts reading this row.
    void read(JsonValue row);
    /// Whether the member exists, even if null. If it appears twice, the first one wins.
    [[nodiscard]] bool has(Member member) const { return at(member) || at(member).is_null(); }
    [[nodiscard]] JsonValue at(Member member) const
    {
        return slots_[static_cast<std::size_t>(member)];
    }
    [[nodiscard]] std::optional<std::string_view> text(Member member) const
    {
        return at(member).text();
    }
    /// The times, then the counters and rates in row order, valid until the next call; rejects
    /// invalid ones as part of `test`.
    [[nodiscard]] const std::vector<Measure>& measures(JsonReading& reading, std::string_view test);

private:
    /// A measured member other than the times, or a candidate.
    struct Counter {
        ResultMetric metric;
        JsonValue value{};
    };

    std::array<JsonValue, static_cast<std::size_t>(Member::count_of_members)> slots_{};
    std::vector<Counter> counters_{};
    std::vector<Measure> measures_{};
};

/// Adds the aggregates of a test that google-benchmark printed without samples. Without a mean it
/// uses the median; without either, it rejects them as "test/metric".
void add_google_benchmark_summary(Result aggregates, Collector& collector);

} // namespace cb::parse
