#pragma once

#include "parse/collector.hpp"
#include "parse/labels.hpp"
#include "parse/line_format.hpp"
#include "parse/names.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

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
    void add(const ResultMetric& metric, std::string_view key, double value, const TextLine& line);
    /// Adds the value parsed from the printed text, or rejects it at its place.
    void add(const ResultMetric& metric,
             std::string_view key,
             const Printed& printed,
             const Parsed<double>& value,
             const TextLine& line,
             Collector& collector);
    /// Parses the figure in its printed unit, and adds or rejects it.
    void read(const ResultMetric& metric,
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
    static constexpr std::size_t max_metrics = 200;

    [[nodiscard]] Result& result_of(const ResultMetric& metric, const TextLine& line);
    std::string benchmark_, test_;
    std::uint64_t line_;
    bool has_parameters_ = false;
    Labels labels_{};
    std::vector<Result> results_{};
    std::set<std::string> meanless_{}; ///< metrics whose mean was rejected
    Result surplus_{};                 ///< receives what exceeds max_metrics
};

/// A format in which a tool prints one test after the other, each on one or more lines.
class TextFormat : public LineFormat {
public:
    [[nodiscard]] Next read(const TextLine& line, Collector& collector) final;
    void finish(Collector& collector) final;

protected:
    /// Reads line().
    [[nodiscard]] virtual Next read_line() = 0;
    /// Called at the end of the text. Rejects an open test, whose last line never came.
    virtual void end_text() { refuse_test("the output has no end"); }

    [[nodiscard]] const TextLine& line() const { return line_; }
    [[nodiscard]] Collector& collector() const { return *collector_; }
    /// Rejects that part of the line, or the whole line if the part is {}.
    void reject(std::string_view part, std::string field, std::string reason) const;

    /// Starts a test at this line, which replaces the open one.
    void start_test(std::string_view name, std::string_view benchmark = "default");
    /// Adds a figure to the open test as TextTest does. \pre test_
    void read_figure(const ResultMetric& metric,
                     std::string_view key,
                     std::string_view number,
                     std::string_view unit = {});
    void add_figure(const ResultMetric& metric,
                    std::string_view key,
                    std::string_view number,
                    const Parsed<double>& value);
    /// Ends the open test, if any: passes it to the collector, or rejects it as a whole.
    void give_test();
    void refuse_test(std::string reason);

    std::optional<TextTest> test_{}; ///< the open one

private:
    TextLine line_{};
    Collector* collector_ = nullptr; ///< while reading
};

} // namespace cb::parse
