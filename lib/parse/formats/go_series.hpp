#pragma once

#include "parse/collector.hpp"
#include "parse/formats/go_config.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cb::parse {

/// What `go test` measures in that unit; for a custom metric, the unit itself.
[[nodiscard]] std::string go_metric_of(std::string_view unit);

/// The samples of Go's benchmarks, by test and unit.
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
    /// Adds a figure of that line. Constant time.
    void add(double value, std::string_view unit);
    /// What `Unit` lines say. The first one counts, even for earlier samples not yet handed over.
    /// Returns false if it contradicts the first.
    [[nodiscard]] bool set_direction(std::string_view unit, Direction direction);
    /// Passes everything to the collector, test by test in order of first appearance.
    void hand_over(Collector& collector);

private:
    static constexpr std::size_t max_units = 10000; ///< with a remembered direction

    /// The figures of one unit.
    struct Column {
        std::string unit{};
        std::vector<double> values{};
        std::vector<LineRange> lines{};
    };
    struct Test {
        const std::string* benchmark = nullptr;
        std::string name{};
        SharedConfig config{};
        std::vector<Column> columns{};
        std::unordered_map<std::string, std::size_t> by_unit{}; ///< the columns
        Test* other = nullptr; ///< same name with another configuration
        std::string suffix{};  ///< of the name, if such tests exist
    };
    struct TestKey {
        const std::string* benchmark;
        std::string_view name;
        const Labels* config; ///< null for the first test of that name
        friend bool operator==(const TestKey&, const TestKey&) = default;
    };
    struct TestHash {
        std::size_t operator()(const TestKey& key) const
        {
            return std::hash<std::string_view>{}(key.name) ^ std::hash<const void*>{}(key.config) ^
                   std::hash<const void*>{}(key.benchmark);
        }
    };

    [[nodiscard]] Test&
    test_of(std::string_view benchmark, std::string_view name, const SharedConfig& config);
    [[nodiscard]] Column& column_of(std::string_view unit);
    void name_configs(Same same);
    [[nodiscard]] Result result_of(const Test& test, Column column) const;

    GoConfigs configs_{};
    std::set<std::string, std::less<>> benchmarks_{};
    std::deque<Test> tests_{};
    std::unordered_map<TestKey, Test*, TestHash> by_name_{};
    Test* test_ = nullptr;        ///< of the current or previous line
    LineRange lines_{};           ///< of the current line
    std::size_t next_column_ = 0; ///< where the next figure of the line most likely goes
    std::map<std::string, Direction, std::less<>> directions_{};
};

} // namespace cb::parse
