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

/// What a text for people says of one test, in one line or in several. It is gathered here and
/// given to the collector as a whole, so that a test that turns out to have failed gives nothing.
class TextTest {
public:
    /// A figure as it was printed, and its unit, which may be empty. Both are parts of the line.
    struct Printed {
        std::string_view number, unit;
    };

    TextTest(std::string_view benchmark, std::string_view test, std::uint64_t line);

    [[nodiscard]] const std::string& name() const noexcept { return test_; }
    void add_label(std::string_view name, std::string_view value);
    /// Puts what tells the test from others of the same name behind its name: " (clients=2)".
    void add_parameter(std::string_view name, std::string_view value);

    /// Adds a figure of the metric's summary, of which "avg" must come; a sample if `key` is empty.
    void add(const TextMetric& metric, std::string_view key, double value, const TextLine& line);
    /// Adds the value that was read of what was printed, or rejects that where it is.
    void add(const TextMetric& metric,
             std::string_view key,
             const Printed& printed,
             const Parsed<double>& value,
             const TextLine& line,
             Collector& collector);
    /// Reads the figure in the unit in which it was printed, and adds or rejects it.
    void read(const TextMetric& metric,
              std::string_view key,
              const Printed& printed,
              const TextLine& line,
              Collector& collector);

    /// Gives the results to the collector, which may reject them by name.
    void give(Collector& collector) &&;
    /// Rejects the test as a whole, where it began.
    void refuse(std::string reason, Collector& collector) &&;

private:
    /// A text that has more of one test is not of a tool that is known.
    static constexpr std::size_t most_metrics = 200;

    [[nodiscard]] Result& result_of(const TextMetric& metric, const TextLine& line);
    std::string benchmark_, test_;
    std::uint64_t line_;
    bool has_parameters_ = false;
    Labels labels_{};
    std::vector<Result> results_{};
    std::set<std::string> meanless_{}; ///< metrics whose mean was rejected
    Result surplus_{};                 ///< takes what is beyond most_metrics
};

} // namespace cb::parse
