#pragma once

#include "parse/collector.hpp"
#include "parse/formats/go_units.hpp"
#include "parse/labels.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cb::parse {

/// The samples of Go's benchmarks. Lines of thousands of tests come in any order, and to look up
/// four results a line would take longer than to read it: while a text is read the lines of a test
/// are written one behind the other, and hand_over() makes results of them.
class GoSeries {
public:
    using LineRange = std::pair<std::uint64_t, std::uint64_t>;
    using SharedLabels = std::shared_ptr<const Labels>;

    /// A line of the test of that name begins. `labels`: what was said before of the machine; the
    /// first line of a test counts.
    void begin(std::string_view benchmark,
               std::string_view name,
               const SharedLabels& labels,
               LineRange lines);
    /// A figure in that line.
    void add(double value, std::string_view unit);
    void end();
    /// What `Unit` lines say. The first one counts, also for samples before it that were not handed
    /// over yet. False if that was another one.
    [[nodiscard]] bool set_direction(std::string_view unit, Direction direction);
    /// Gives all to the collector, test by test in the order in which they came.
    void hand_over(Collector& collector);

private:
    using Word = std::uint64_t;
    static constexpr std::size_t most_units = 10000; ///< of which a direction is remembered

    struct Test {
        std::string name{};
        const std::string* benchmark = nullptr;
        SharedLabels labels{};
        /// Line by line: the sequence of the units, the first and the last line of the text, and
        /// the values.
        std::vector<Word> words{};
    };
    struct Benchmark {
        std::string name{};
        std::unordered_map<std::string_view, Test*> tests{}; ///< by the names in them
    };

    [[nodiscard]] Test&
    test_of(std::string_view benchmark, std::string_view name, const SharedLabels& labels);
    [[nodiscard]] std::vector<Result> results_of(const Test& test) const;
    [[nodiscard]] Result result_of(const Test& test, GoUnits::Unit unit) const;

    std::map<std::string, Benchmark, std::less<>> benchmarks_{};
    Benchmark* benchmark_ = nullptr; ///< of the line before
    std::deque<Test> tests_{};
    Test* test_ = nullptr; ///< of the line at hand, or before
    std::size_t row_ = 0;  ///< where the line at hand begins
    GoUnits units_{};
    GoUnits::Sequence sequence_ = GoUnits::nothing; ///< of the line at hand
    std::map<std::string, Direction, std::less<>> directions_{};
};

} // namespace cb::parse
