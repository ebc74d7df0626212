#pragma once

#include "parse/collector.hpp"
#include "parse/labels.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cb::parse {

/// The samples of Go's benchmarks, gathered before they go to the collector: the same lines come
/// again and again, and to look up four results a line by their names would take longer than to
/// read it. Of a sample only its value and its lines are allocated.
class GoSeries {
public:
    using LineRange = std::pair<std::uint64_t, std::uint64_t>;

    /// The test of that name, as the line has it, for add().
    [[nodiscard]] std::size_t test_of(std::string_view benchmark,
                                      std::string_view name,
                                      const Labels& labels);
    /// Adds a sample, the `index`-th of its line: lines of a test mostly have their units in the
    /// same order.
    void
    add(std::size_t test, std::size_t index, double value, std::string_view unit, LineRange lines);
    /// What `Unit` lines say. The first one counts, also for samples before it that were not handed
    /// over yet. False if that was another one.
    [[nodiscard]] bool set_direction(std::string_view unit, Direction direction);
    /// Whether it has so much that hand_over() is due.
    [[nodiscard]] bool is_full() const { return samples_ >= most_samples || bytes_ >= most_bytes; }
    /// Gives all to the collector. Numbers of tests are void then.
    void hand_over(Collector& collector);

private:
    static constexpr std::size_t most_samples = 1U << 13U; ///< few enough for the caches
    static constexpr std::size_t most_bytes = 1U << 24U;   ///< of names
    static constexpr std::size_t most_units = 10000;       ///< of which a direction is remembered

    struct Test {
        std::string name{}, benchmark{};
        Labels labels{};
        std::vector<std::size_t> metrics{}; ///< in results_, in the order in which they came
    };

    [[nodiscard]] std::size_t result_of(std::size_t test, std::string_view unit);
    [[nodiscard]] Direction direction_of(const std::string& unit) const;

    std::unordered_map<std::string, std::size_t> tests_by_name_{}, results_by_unit_{};
    std::vector<Test> tests_{};
    std::vector<Result> results_{};
    std::map<std::string, Direction, std::less<>> directions_{};
    std::string key_{};       ///< kept because it needs no memory the next time
    std::string last_name_{}; ///< of the test that was asked for last
    std::size_t last_ = 0;    ///< that test
    std::size_t samples_ = 0, bytes_ = 0;
};

} // namespace cb::parse
