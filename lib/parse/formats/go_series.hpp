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

/// The samples of Go's benchmarks. Lines of thousands of tests arrive in any order, and four
/// lookups per line would take longer than reading it. So consecutive lines of one test with the
/// same units are kept as they arrive, and each test remembers where the figures of such a line go.
class GoSeries {
public:
    using LineRange = std::pair<std::uint64_t, std::uint64_t>;

    /// The configuration with that content, for begin(); null if there are too many.
    [[nodiscard]] SharedConfig share(const Labels& config) { return configs_.share(config); }
    /// Begins a line of the test with that name. `config`, from share(), is the configuration in
    /// effect: lines of the same name with another configuration belong to another test.
    void begin(std::string_view benchmark,
               std::string_view name,
               const SharedConfig& config,
               LineRange lines);
    /// Adds a figure of that line.
    void add(double value, std::string_view unit)
    {
        line_.sequence = units_.then(line_.sequence, unit);
        figures_.push_back(value);
    }
    void end();
    /// What `Unit` lines say. The first one counts, even for earlier samples not yet handed over.
    /// Returns false if it contradicts the first.
    [[nodiscard]] bool set_direction(std::string_view unit, Direction direction);
    /// Passes everything to the collector, test by test in order of first appearance.
    void hand_over(Collector& collector);

private:
    static constexpr std::size_t most_units = 10000; ///< with a remembered direction
    static constexpr std::size_t most_kept = 4096;   ///< figures
    /// columns prefetched: more than most lines have
    static constexpr std::size_t most_fetched = 8;

    /// Consecutive lines of one test with the same units.
    struct Rows {
        GoUnits::Sequence sequence = GoUnits::nothing;
        std::uint32_t size = 0; ///< number of lines
        LineRange lines{};
    };
    /// The figures of one unit.
    struct Column {
        GoUnits::Unit unit = 0;
        std::vector<double> values{};
        std::size_t in_line = 0; ///< how many a line of the test's sequence has
    };
    /// Where a figure of a line goes. A line may have several of one unit.
    struct Place {
        std::size_t column = 0;
        std::size_t of_unit = 0; ///< how many of its unit precede it in the line
    };
    struct Test {
        std::string name{};
        const std::string* benchmark = nullptr;
        Test* next = nullptr; ///< the test that followed it last time
        std::vector<Column> columns{};
        std::vector<Rows> rows{};
        GoUnits::Sequence sequence = GoUnits::nothing;
        std::vector<Place> places{}; ///< for the figures in a line of the sequence
        std::unordered_map<GoUnits::Unit, std::size_t> by_unit{}; ///< the columns
        SharedConfig config{};
        Test* other = nullptr; ///< same name with another configuration
        std::string suffix{};  ///< of the name, if such tests exist

        [[nodiscard]] bool is(std::string_view of_benchmark,
                              std::string_view of_name,
                              const SharedConfig& of_config) const
        {
            return config == of_config && name == of_name && *benchmark == of_benchmark;
        }
    };
    struct TestKey {
        std::string_view name; ///< of the test
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
        /// For each name its first test, the head of the list of those with other configurations.
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
    Benchmark* benchmark_ = nullptr; ///< of the previous line
    std::deque<Test> tests_{};
    Test* test_ = nullptr; ///< of the current or previous line
    GoUnits units_{};
    Rows line_{};                   ///< the current line
    Rows rows_{};                   ///< the preceding lines of its test
    std::vector<double> figures_{}; ///< of rows_ and line_
    std::size_t whole_ = 0;         ///< how many of them belong to rows_
    std::map<std::string, Direction, std::less<>> directions_{};
};

} // namespace cb::parse
