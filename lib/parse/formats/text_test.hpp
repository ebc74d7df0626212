#pragma once

#include "parse/collector.hpp"
#include "parse/labels.hpp"
#include "parse/line_format.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// What a figure measures, and the unit in which it is kept.
struct TextMetric {
    std::string_view name, unit;
    Direction direction = Direction::unknown;
};

/// Gathers what human-readable output says about one test, on one or more lines. It passes the test
/// to the collector as a whole, so that a test that turns out to have failed gives no results.
class TextTest {
public:
    /// A figure as printed, and its unit, which may be empty. Both are views of the line.
    struct Printed {
        std::string_view number, unit;
    };

    TextTest(std::string_view benchmark, std::string_view test, std::uint64_t line);

    [[nodiscard]] const std::string& name() const noexcept { return test_; }
    void add_label(std::string_view name, std::string_view value);
    /// Appends to the name what distinguishes the test from others of that name: " (clients=2)".
    void add_parameter(std::string_view name, std::string_view value);

    /// Adds a figure of the metric's summary, which needs an "avg"; a sample if `key` is empty.
    void add(const TextMetric& metric, std::string_view key, double value, const TextLine& line);
    /// Adds the value parsed from the printed text, or rejects it at its place.
    void add(const TextMetric& metric,
             std::string_view key,
             const Printed& printed,
             const Parsed<double>& value,
             const TextLine& line,
             Collector& collector);
    /// Parses the figure in its printed unit, and adds or rejects it.
    void read(const TextMetric& metric,
              std::string_view key,
              const Printed& printed,
              const TextLine& line,
              Collector& collector);

    /// Passes the results to the collector, which may reject some by name.
    void give(Collector& collector) &&;
    /// Rejects the whole test, at its first line.
    void refuse(std::string reason, Collector& collector) &&;

private:
    /// More metrics for one test do not come from a known tool.
    static constexpr std::size_t most_metrics = 200;

    [[nodiscard]] Result& result_of(const TextMetric& metric, const TextLine& line);
    std::string benchmark_, test_;
    std::uint64_t line_;
    bool has_parameters_ = false;
    Labels labels_{};
    std::vector<Result> results_{};
    std::set<std::string> meanless_{}; ///< metrics whose mean was rejected
    Result surplus_{};                 ///< receives what exceeds most_metrics
};

} // namespace cb::parse
