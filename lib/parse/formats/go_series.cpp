#include "parse/formats/go_series.hpp"

#include "parse/labels.hpp"
#include "parse/line_words.hpp"
#include "parse/units.hpp"

#include <array>

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

} // namespace

std::size_t
GoSeries::test_of(std::string_view benchmark, std::string_view name, const Labels& labels)
{
    if (!tests_.empty() && name == last_name_ && benchmark == tests_[last_].benchmark) {
        return last_;
    }
    ((key_ = benchmark) += '\0') += name;
    const auto [at, is_new] = tests_by_name_.try_emplace(key_, tests_.size());
    last_ = at->second;
    last_name_ = name;
    if (is_new) {
        bytes_ += key_.size();
        auto& test = tests_.emplace_back(
            Test{.name = to_name(name), .benchmark = std::string{benchmark}, .labels = labels});
        add_parameters(test.name, test.labels);
    }
    return last_;
}

void GoSeries::add(
    std::size_t test, std::size_t index, double value, std::string_view unit, LineRange lines)
{
    const auto& metrics = tests_[test].metrics;
    const bool is_usual = index < metrics.size() && results_[metrics[index]].unit == unit;
    auto& result = results_[is_usual ? metrics[index] : result_of(test, unit)];
    result.values.push_back(value);
    if (result.lines.empty() || result.lines.back() != lines) {
        result.lines.push_back(lines);
    }
    ++samples_;
}

/// The result of the test in that unit, found by their names.
std::size_t GoSeries::result_of(std::size_t test, std::string_view unit)
{
    ((key_ = std::to_string(test)) += ' ') += unit;
    const auto [at, is_new] = results_by_unit_.try_emplace(key_, results_.size());
    if (is_new) {
        auto& result = results_.emplace_back();
        result.unit = to_name(unit);
        result.metric = metric_of(result.unit);
        result.test = tests_[test].name;
        result.benchmark = tests_[test].benchmark;
        result.labels = tests_[test].labels;
        tests_[test].metrics.push_back(at->second);
        bytes_ += key_.size() + text_bytes_of(result);
    }
    return at->second;
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

Direction GoSeries::direction_of(const std::string& unit) const
{
    const auto said = directions_.find(unit);
    if (said != directions_.end()) {
        return said->second;
    }
    return direction_of_unit(unit);
}

void GoSeries::hand_over(Collector& collector)
{
    for (auto& result : results_) {
        result.direction = direction_of(result.unit);
        const auto line = result.lines.front().first;
        auto field = result.test + "/" + result.unit;
        if (auto reason = collector.add(std::move(result))) {
            collector.reject(
                {.line = line, .column = 1, .field = std::move(field), .reason = *reason});
        }
    }
    tests_by_name_.clear();
    results_by_unit_.clear();
    tests_.clear();
    results_.clear();
    samples_ = 0;
    bytes_ = 0;
}

} // namespace cb::parse
