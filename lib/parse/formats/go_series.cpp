#include "parse/formats/go_series.hpp"

#include "parse/labels.hpp"
#include "parse/line_words.hpp"
#include "parse/units.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace cb::parse {

namespace {

struct Metric {
    std::string_view unit, name;
};

/// What package testing measures itself (src/testing/benchmark.go). What a benchmark reports
/// (B.ReportMetric) has only a unit, which then is its name, too.
constexpr std::array own_metrics{
    Metric{"ns/op", "time"},
    Metric{"MB/s", "throughput"},
    Metric{"B/op", "memory"},
    Metric{"allocs/op", "allocs"},
};

std::string metric_of(const std::string& unit)
{
    for (const auto& metric : own_metrics) {
        if (metric.unit == unit) {
            return std::string{metric.name};
        }
    }
    return unit;
}

/// Adds the parameters in the parts of a name: "BenchmarkB/format=json/n=3-8".
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

/// Adds the lines of a sample. Lines without another between them, as with -count, become one
/// range.
void add_lines(std::vector<GoSeries::LineRange>& ranges, GoSeries::LineRange lines)
{
    if (ranges.empty() || lines.first > ranges.back().second + 1) {
        ranges.push_back(lines);
    } else {
        ranges.back().second = std::max(ranges.back().second, lines.second);
    }
}

} // namespace

void GoSeries::begin(std::string_view benchmark,
                     std::string_view name,
                     const SharedLabels& labels,
                     LineRange lines)
{
    const bool is_test_before =
        test_ != nullptr && test_->name == name && *test_->benchmark == benchmark; // as with -count
    test_ = is_test_before ? test_ : &test_of(benchmark, name, labels);
    row_ = test_->words.size();
    sequence_ = GoUnits::nothing;
    test_->words.insert(test_->words.end(), {sequence_, lines.first, lines.second});
}

void GoSeries::add(double value, std::string_view unit)
{
    sequence_ = units_.then(sequence_, unit);
    test_->words.push_back(std::bit_cast<Word>(value));
}

void GoSeries::end()
{
    test_->words[row_] = sequence_;
}

GoSeries::Test&
GoSeries::test_of(std::string_view benchmark, std::string_view name, const SharedLabels& labels)
{
    if (benchmark_ == nullptr || benchmark_->name != benchmark) {
        auto at = benchmarks_.find(benchmark);
        if (at == benchmarks_.end()) {
            const std::string key{benchmark};
            at = benchmarks_.emplace(key, Benchmark{.name = key}).first;
        }
        benchmark_ = &at->second;
    }
    auto at = benchmark_->tests.find(name);
    if (at == benchmark_->tests.end()) {
        auto& test = tests_.emplace_back(
            Test{.name = std::string{name}, .benchmark = &benchmark_->name, .labels = labels});
        test.words.reserve(8); // a line of -benchmem
        at = benchmark_->tests.emplace(test.name, &test).first;
    }
    return *at->second;
}

bool GoSeries::set_direction(std::string_view unit, Direction direction)
{
    auto name = to_name(unit);
    const auto known = directions_.find(name);
    if (known == directions_.end() && directions_.size() < most_units) {
        directions_.emplace(std::move(name), direction);
    }
    return known == directions_.end() || known->second == direction;
}

Result GoSeries::result_of(const Test& test, GoUnits::Unit unit) const
{
    Result result;
    result.test = to_name(test.name);
    result.benchmark = *test.benchmark;
    result.labels = *test.labels;
    add_parameters(result.test, result.labels);
    result.unit = to_name(units_.name_of(unit));
    result.metric = metric_of(result.unit);
    const auto said = directions_.find(result.unit);
    result.direction = said != directions_.end() ? said->second : direction_of_unit(result.unit);
    return result;
}

std::vector<Result> GoSeries::results_of(const Test& test) const
{
    std::vector<Result> results;
    std::unordered_map<GoUnits::Unit, std::size_t> by_unit;
    std::vector<std::size_t> columns; // the result of each figure in the line
    auto sequence = GoUnits::nothing;
    for (auto word = test.words.begin(); word != test.words.end();) {
        if (const auto own = static_cast<GoUnits::Sequence>(*word++); own != sequence) {
            sequence = own;
            columns.clear();
            for (const auto unit : units_.units_of(sequence)) {
                const auto [at, is_new] = by_unit.try_emplace(unit, results.size());
                if (is_new) {
                    results.push_back(result_of(test, unit));
                }
                columns.push_back(at->second);
            }
        }
        const LineRange lines{word[0], word[1]};
        word += 2;
        for (const auto column : columns) {
            results[column].values.push_back(std::bit_cast<double>(*word++));
            add_lines(results[column].lines, lines);
        }
    }
    return results;
}

void GoSeries::hand_over(Collector& collector)
{
    for (auto& test : tests_) {
        for (auto& result : results_of(test)) {
            auto field = result.test + "/" + result.unit;
            collector.add_or_reject(std::move(result), std::move(field));
        }
        test.words = {};
    }
    benchmarks_.clear();
    benchmark_ = nullptr;
    tests_.clear();
    test_ = nullptr;
    units_ = GoUnits{};
}

} // namespace cb::parse
