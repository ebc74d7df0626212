#include "parse/formats/go_series.hpp"

#include "manifest/units.hpp"
#include "parse/line_words.hpp"

#include <algorithm>
#include <utility>

namespace cb::parse {

namespace {

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

} // namespace

void GoSeries::begin(std::string_view benchmark,
                     std::string_view name,
                     const SharedConfig& config,
                     LineRange lines)
{
    if (test_ == nullptr || !test_->is(benchmark, name, config)) { // constant with -count
        go_to(benchmark, name, config);
    }
    line_ = {.sequence = GoUnits::nothing, .size = 1, .lines = lines};
}

void GoSeries::end()
{
    const bool follows = rows_.sequence == line_.sequence &&
                         line_.lines.first <= rows_.lines.second + 1 &&
                         figures_.size() <= most_kept;
    if (rows_.size != 0 && !follows) {
        flush();
    }
    if (rows_.size == 0) {
        rows_ = line_;
    } else {
        ++rows_.size;
        rows_.lines.second = std::max(rows_.lines.second, line_.lines.second);
    }
    whole_ = figures_.size();
}

/// Moves the lines before the current one to their test.
void GoSeries::flush()
{
    if (rows_.size == 0) {
        return;
    }
    follow(*test_, rows_.sequence);
    const auto& places = test_->places;
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto& column = test_->columns[places[i].column];
        const auto more = rows_.size * column.in_line;
        if (places[i].of_unit == 0) {
            column.values.resize(column.values.size() + more);
        }
        auto to = column.values.size() - more + places[i].of_unit;
        for (auto from = i; from < whole_; from += places.size(), to += column.in_line) {
            column.values[to] = figures_[from];
        }
    }
    test_->rows.push_back(rows_);
    figures_.erase(figures_.begin(), figures_.begin() + static_cast<std::ptrdiff_t>(whole_));
    whole_ = 0;
    rows_ = {};
}

/// Finds where the figures of a line with those units go. Cheap if the sequence is the same as last
/// time.
void GoSeries::follow(Test& test, GoUnits::Sequence sequence) const
{
    if (test.sequence == sequence) {
        return;
    }
    for (const auto& place : test.places) {
        test.columns[place.column].in_line = 0;
    }
    test.sequence = sequence;
    test.places.clear();
    for (const auto unit : units_.units_of(sequence)) {
        const auto [at, is_new] = test.by_unit.try_emplace(unit, test.columns.size());
        if (is_new) {
            test.columns.push_back({.unit = unit});
        }
        auto& column = test.columns[at->second];
        test.places.push_back({.column = at->second, .of_unit = column.in_line++});
    }
}

/// Switches to that test. With thousands of alternating tests, none is in the processor's cache,
/// but in a second run they appear in the same order as in the first.
void GoSeries::go_to(std::string_view benchmark, std::string_view name, const SharedConfig& config)
{
    flush();
    Test* const before = test_;
    if (before != nullptr && before->next != nullptr && before->next->is(benchmark, name, config)) {
        test_ = before->next;
    } else {
        test_ = &test_of(benchmark, name, config);
    }
    if (before != nullptr) {
        before->next = test_;
    }
    for (std::size_t i = 0; i < std::min(test_->places.size(), most_fetched); ++i) {
        const auto& values = test_->columns[test_->places[i].column].values;
        __builtin_prefetch(values.data() + values.size(), 1);
    }
    __builtin_prefetch(test_->rows.data() + test_->rows.size(), 1);
    if (test_->next != nullptr) {
        __builtin_prefetch(test_->next->columns.data(), 1);
        __builtin_prefetch(test_->next->places.data());
    }
}

GoSeries::Test&
GoSeries::test_of(std::string_view benchmark, std::string_view name, const SharedConfig& config)
{
    if (benchmark_ == nullptr || benchmark_->name != benchmark) {
        auto at = benchmarks_.find(benchmark);
        if (at == benchmarks_.end()) {
            const std::string key{benchmark};
            at = benchmarks_.emplace(key, Benchmark{.name = key}).first;
        }
        benchmark_ = &at->second;
    }
    const auto known = benchmark_->tests.find({.name = name, .config = config.get()});
    if (known != benchmark_->tests.end()) {
        return *known->second;
    }
    auto& test = tests_.emplace_back(
        Test{.name = std::string{name}, .benchmark = &benchmark_->name, .config = config});
    benchmark_->tests.emplace(TestKey{.name = test.name, .config = config.get()}, &test);
    const auto [first, is_new] = benchmark_->first_of_name.emplace(test.name, &test);
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
    for (const auto& [benchmark_name, benchmark] : benchmarks_) {
        for (const auto& [name, first] : benchmark.first_of_name) {
            std::set<std::string> keys;
            for (const auto* test = first->other; test != nullptr; test = test->other) {
                keys.merge(differing_keys(*first->config, *test->config));
            }
            for (auto* test = first; test != nullptr; test = test->other) {
                test->suffix = suffix_of(*test->config, keys);
            }
        }
    }
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
    for (const auto* const key : {"cpu", "goarch", "goos"}) {
        const auto at = test.config->find(key);
        if (at != test.config->end()) {
            add_label(result.labels, key, at->second);
        }
    }
    add_parameters(result.test, result.labels);
    result.test += test.suffix;
    result.unit = to_name(units_.name_of(unit));
    result.metric = go_metric_of(result.unit);
    const auto said = directions_.find(result.unit);
    result.direction = said != directions_.end() ? said->second : direction_of_unit(result.unit);
    return result;
}

std::vector<Result> GoSeries::results_of(Test test) const
{
    std::vector<Result> results;
    for (auto& column : test.columns) {
        results.push_back(result_of(test, column.unit));
        results.back().values = std::move(column.values);
    }
    for (const auto& rows : test.rows) {
        follow(test, rows.sequence);
        for (const auto& place : test.places) {
            add_lines(results[place.column].lines, rows.lines);
        }
    }
    return results;
}

void GoSeries::hand_over(Collector& collector)
{
    flush();
    name_configs(collector.same());
    for (auto& test : tests_) {
        for (auto& result : results_of(std::move(test))) {
            auto field = result.test + "/" + result.unit;
            collector.add_or_reject(std::move(result), std::move(field));
        }
    }
    benchmarks_.clear();
    benchmark_ = nullptr;
    tests_.clear();
    test_ = nullptr;
    units_ = GoUnits{};
}

} // namespace cb::parse
