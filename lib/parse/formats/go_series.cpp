#include "parse/formats/go_series.hpp"

#include "manifest/units.hpp"
#include "parse/line_words.hpp"
#include "parse/names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cb::parse {

namespace {

/// What package testing itself measures (src/testing/benchmark.go). A custom metric
/// (B.ReportMetric) has only a unit, which also serves as its name.
struct OwnMetric {
    std::string_view unit, name;
};

constexpr std::array own_metrics{OwnMetric{"ns/op", "time"},
                                 OwnMetric{"MB/s", "throughput"},
                                 OwnMetric{"B/op", "memory"},
                                 OwnMetric{"allocs/op", "allocs"}};

/// Adds the parameters in a name's parts: "BenchmarkB/format=json/n=3-8".
void add_parameters(std::string_view name, Labels& labels)
{
    auto slash = name.find('/');
    while (slash != std::string_view::npos) {
        name.remove_prefix(slash + 1);
        slash = name.find('/');
        const auto part = name.substr(0, slash);
        const auto equal = part.find('=');
        if (equal != 0 && equal != std::string_view::npos) {
            auto value = part.substr(equal + 1);
            const auto dash = value.rfind('-');
            const bool is_last = slash == std::string_view::npos;
            if (is_last && dash != std::string_view::npos && dash + 1 < value.size() &&
                value.find_first_not_of("0123456789", dash + 1) == std::string_view::npos) {
                value = value.substr(0, dash); // GOMAXPROCS
            }
            add_label(labels, part.substr(0, equal), value);
        }
    }
}

/// Adds the lines of a sample. Adjacent lines, as with -count, become one range.
void add_lines(std::vector<GoSeries::LineRange>& ranges, GoSeries::LineRange lines)
{
    if (ranges.empty() || lines.first > ranges.back().second + 1) {
        ranges.push_back(lines);
    } else {
        ranges.back().second = std::max(ranges.back().second, lines.second);
    }
}

/// Percentiles have names such as "p99-ns" and "p50-us/op", whose unit is behind the hyphen.
Direction direction_of_go_unit(std::string_view unit)
{
    const auto direction = direction_of_unit(unit);
    const auto hyphen = unit.substr(0, unit.find('/')).rfind('-');
    if (direction != Direction::unknown || hyphen == std::string_view::npos) {
        return direction;
    }
    unit.remove_prefix(hyphen + 1);
    const bool is_time = nanoseconds(unit.substr(0, unit.find('/'))).has_value();
    return is_time ? direction_of_unit(unit) : Direction::unknown;
}

} // namespace

std::string go_metric_of(std::string_view unit)
{
    const auto* const own =
        find_where(own_metrics, [unit](const OwnMetric& m) { return m.unit == unit; });
    return std::string{own == nullptr ? unit : own->name};
}

void GoSeries::begin(std::string_view benchmark,
                     std::string_view name,
                     const SharedConfig& config,
                     LineRange lines)
{
    if (test_ == nullptr || test_->config != config || test_->name != name ||
        *test_->benchmark != benchmark) { // constant with -count
        test_ = &test_of(benchmark, name, config);
    }
    lines_ = lines;
    next_column_ = 0;
}

void GoSeries::add(double value, std::string_view unit)
{
    auto& column = column_of(unit);
    column.values.push_back(value);
    add_lines(column.lines, lines_);
}

/// The column of the current test for that unit. Most lines of a test have the same units.
GoSeries::Column& GoSeries::column_of(std::string_view unit)
{
    auto& columns = test_->columns;
    if (next_column_ < columns.size() && columns[next_column_].unit == unit) {
        return columns[next_column_++];
    }
    std::string name{unit};
    const auto [at, is_new] = test_->by_unit.try_emplace(name, columns.size());
    if (is_new) {
        columns.push_back({.unit = std::move(name)});
    }
    next_column_ = at->second + 1;
    return columns[at->second];
}

GoSeries::Test&
GoSeries::test_of(std::string_view benchmark, std::string_view name, const SharedConfig& config)
{
    auto owner = benchmarks_.find(benchmark);
    if (owner == benchmarks_.end()) {
        owner = benchmarks_.emplace(benchmark).first;
    }
    const auto known = by_name_.find({&*owner, name, config.get()});
    if (known != by_name_.end()) {
        return *known->second;
    }
    auto& test = tests_.emplace_back(
        Test{.benchmark = &*owner, .name = std::string{name}, .config = config});
    by_name_.emplace(TestKey{&*owner, test.name, config.get()}, &test);
    const auto [first, is_new] = by_name_.emplace(TestKey{&*owner, test.name, nullptr}, &test);
    if (!is_new) {
        test.other = std::exchange(first->second->other, &test);
    }
    return test;
}

/// Creates names for tests that differ only in their configurations, from these differences. If
/// results are handed over immediately, these are the differences from the first configuration.
void GoSeries::name_configs(Same same)
{
    if (same == Same::apart) {
        for (auto& test : tests_) {
            test.suffix = suffix_of(*test.config, differing_keys(*configs_.first(), *test.config));
        }
        return;
    }
    for (const auto& [key, first] : by_name_) {
        std::set<std::string> keys;
        if (key.config != nullptr) {
            continue;
        }
        for (const auto* test = first->other; test != nullptr; test = test->other) {
            keys.merge(differing_keys(*first->config, *test->config));
        }
        for (auto* test = first; test != nullptr; test = test->other) {
            test->suffix = suffix_of(*test->config, keys);
        }
    }
}

bool GoSeries::set_direction(std::string_view unit, Direction direction)
{
    auto name = to_name(unit);
    const auto known = directions_.find(name);
    if (known == directions_.end() && directions_.size() < max_units) {
        directions_.emplace(std::move(name), direction);
    }
    return known == directions_.end() || known->second == direction;
}

Result GoSeries::result_of(const Test& test, Column column) const
{
    auto result = make_test(to_name(test.name), *test.benchmark);
    for (const auto* const key : {"cpu", "goarch", "goos"}) {
        const auto at = test.config->find(key);
        if (at != test.config->end()) {
            add_label(result.labels, key, at->second);
        }
    }
    add_parameters(result.test, result.labels);
    result.test += test.suffix;
    result.unit = to_name(column.unit);
    result.metric = go_metric_of(result.unit);
    const auto said = directions_.find(result.unit);
    result.direction = said != directions_.end() ? said->second : direction_of_go_unit(result.unit);
    result.values = std::move(column.values);
    result.lines = std::move(column.lines);
    return result;
}

void GoSeries::hand_over(Collector& collector)
{
    name_configs(collector.same());
    for (auto& test : tests_) {
        for (auto& column : test.columns) {
            auto result = result_of(test, std::move(column));
            auto field = result.test + "/" + result.unit;
            collector.add_or_reject(std::move(result), std::move(field));
        }
    }
    by_name_.clear();
    benchmarks_.clear();
    tests_.clear();
    test_ = nullptr;
}

} // namespace cb::parse
