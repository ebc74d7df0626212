#pragma once

#include "parse/collector.hpp"
#include "parse/formats/go_config.hpp"
#include "parse/formats/go_units.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
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

    /// The configuration of that content, to begin lines with; none if it is one too many.
    [[nodiscard]] SharedConfig share(const Labels& config) { return configs_.share(config); }
    /// A line of the test of that name begins. `config`, which share() made, is what was said
    /// before: lines of the same name with another one are of another test.
    void begin(std::string_view benchmark,
               std::string_view name,
               const SharedConfig& config,
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
        SharedConfig config{};
        Test* other = nullptr; ///< of the same name with another configuration
        std::string suffix{};  ///< of the name, where there are such

        [[nodiscard]] bool is(std::string_view of_benchmark,
                              std::string_view of_name,
                              const SharedConfig& of_config) const
        {
            return config == of_config && name == of_name && *benchmark == of_benchmark;
        }
    };
    struct TestKey {
        std::string_view name; ///< in the test
        const Labels* config;
        friend bool operator==(const TestKey&, const TestKey&) = default;
    };
    struct TestHash {
        std::size_t operator()(const TestKey& key) const
        {
            return std::hash<std::string_view>{}(key.name) ^ std::hash<const Labels*>{}(key.config);
        }
    };
    struct Benchmark {
        std::string name{};
        std::unordered_map<TestKey, Test*, TestHash> tests{};
        /// Of each name the first one, on which those with other configurations hang.
        std::unordered_map<std::string_view, Test*> first_of_name{};
    };

    void go_to(std::string_view benchmark, std::string_view name, const SharedConfig& config);
    [[nodiscard]] Test&
    test_of(std::string_view benchmark, std::string_view name, const SharedConfig& config);
    void name_configs(Same same);
    void follow(Test& test, GoUnits::Sequence sequence) const;
    [[nodiscard]] std::vector<Result> results_of(Test test) const;
    [[nodiscard]] Result result_of(const Test& test, GoUnits::Unit unit) const;
    void flush();

    GoConfigs configs_{};
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
