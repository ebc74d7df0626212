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
/// four results a line would take longer than to read it: what follows of the same test with the
/// same units is kept as it came, and each test remembers where the figures of such a line go.
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
    void add(double value, std::string_view unit)
    {
        line_.sequence = units_.then(line_.sequence, unit);
        figures_.push_back(value);
    }
    void end();
    /// What `Unit` lines say. The first one counts, also for samples before it that were not handed
    /// over yet. False if that was another one.
    [[nodiscard]] bool set_direction(std::string_view unit, Direction direction);
    /// Gives all to the collector, test by test in the order in which they came.
    void hand_over(Collector& collector);

private:
    static constexpr std::size_t most_units = 10000; ///< of which a direction is remembered
    static constexpr std::size_t most_kept = 4096;   ///< figures
    static constexpr std::size_t most_fetched = 8;   ///< columns: more than most lines have

    /// Lines of one test that follow each other and have the same units.
    struct Rows {
        GoUnits::Sequence sequence = GoUnits::nothing;
        std::uint32_t size = 0; ///< how many lines
        LineRange lines{};
    };
    /// The figures of one unit.
    struct Column {
        GoUnits::Unit unit = 0;
        std::vector<double> values{};
        std::size_t in_line = 0; ///< how many of them a line of the test's sequence has
    };
    /// Where a figure of a line goes. A line may have several of one unit.
    struct Place {
        std::size_t column = 0;
        std::size_t of_unit = 0; ///< how many of its unit are before it in the line
    };
    struct Test {
        std::string name{};
        const std::string* benchmark = nullptr;
        Test* next = nullptr; ///< the one that came after it the last time
        std::vector<Column> columns{};
        std::vector<Rows> rows{};
        GoUnits::Sequence sequence = GoUnits::nothing;
        std::vector<Place> places{}; ///< of the figures in a line of the sequence
        std::unordered_map<GoUnits::Unit, std::size_t> by_unit{}; ///< the columns
        SharedLabels labels{};

        [[nodiscard]] bool is(std::string_view of_benchmark, std::string_view of_name) const
        {
            return name == of_name && *benchmark == of_benchmark;
        }
    };
    struct Benchmark {
        std::string name{};
        std::unordered_map<std::string_view, Test*> tests{}; ///< by the names in them
    };

    void go_to(std::string_view benchmark, std::string_view name, const SharedLabels& labels);
    [[nodiscard]] Test&
    test_of(std::string_view benchmark, std::string_view name, const SharedLabels& labels);
    void follow(Test& test, GoUnits::Sequence sequence) const;
    [[nodiscard]] std::vector<Result> results_of(Test test) const;
    [[nodiscard]] Result result_of(const Test& test, GoUnits::Unit unit) const;
    void flush();

    std::map<std::string, Benchmark, std::less<>> benchmarks_{};
    Benchmark* benchmark_ = nullptr; ///< of the line before
    std::deque<Test> tests_{};
    Test* test_ = nullptr; ///< of the line at hand, or before
    GoUnits units_{};
    Rows line_{};                   ///< the line at hand
    Rows rows_{};                   ///< those before it of its test
    std::vector<double> figures_{}; ///< of those, and of the line at hand
    std::size_t whole_ = 0;         ///< how many of them are of those before
    std::map<std::string, Direction, std::less<>> directions_{};
};

} // namespace cb::parse
