#pragma once

#include "base/error.hpp"
#include "manifest/sections.hpp"
#include "parse/json_reading.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// Finds the counters in the rows of a table that google-benchmark printed for people. Names may
/// contain blanks; values do not.
class GoogleBenchmarkCounters {
public:
    /// Views of the row and of this object.
    struct Counter {
        std::string_view name, value;
        std::string_view place; ///< where the row has both
    };
    struct Row {
        std::vector<Counter> counters{};
        std::string_view rest{}; ///< the label, or where the problem is
        std::string problem{};   ///< why further counters cannot be read; empty if there are none
    };

    GoogleBenchmarkCounters() = default;
    /// `header` is the table's header after "Iterations". It names the counters only with
    /// --benchmark_counters_tabular.
    explicit GoogleBenchmarkCounters(std::string_view header);

    /// `row` is the row after the number of iterations.
    [[nodiscard]] Row read(std::string_view row) const;

private:
    [[nodiscard]] Row read_columns(std::string_view row) const;

    std::string header_{}; ///< empty: each counter is printed as name=value
};

/// What the counter of that name measures.
[[nodiscard]] ResultMetric metric_of_google_counter(std::string_view name);

/// The unscaled value: 1234570 for "1.23457M". Versions before 1.8 scale bytes by 1024 without
/// showing it ("14G/s", not "14Gi/s"), and so other counters at their author's request. Those are
/// taken as scaled by 1000, the default.
[[nodiscard]] Parsed<double> parse_google_counter(const ResultMetric& metric,
                                                  std::string_view text);

} // namespace cb::parse
