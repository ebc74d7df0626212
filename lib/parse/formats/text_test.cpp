#include "parse/formats/text_test.hpp"

#include "manifest/units.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <cmath>

namespace cb::parse {

namespace {

/// The figure in that unit.
Parsed<double> parse_in(std::string_view unit, const TextTest::Printed& printed)
{
    const auto value = parse_grouped(printed.number);
    if (!value || printed.unit.empty()) {
        return value;
    }
    const auto same = converted(*value, printed.unit, unit);
    if (!same || !std::isfinite(*same)) {
        return tl::unexpected{
            fmt::format("\"{:.40}\" is not a unit of \"{}\"", to_name(printed.unit), unit)};
    }
    return *same;
}

} // namespace

TextTest::TextTest(std::string_view benchmark, std::string_view test, std::uint64_t line)
    : benchmark_{to_name(benchmark)}, test_{to_name(test)}, line_{line}
{}

void TextTest::add_label(std::string_view name, std::string_view value)
{
    cb::parse::add_label(labels_, name, to_name(value));
}

void TextTest::add_parameter(std::string_view name, std::string_view value)
{
    add_label(name, value);
    if (has_parameters_) {
        test_.pop_back(); // the parenthesis
    }
    test_ += fmt::format("{}{}={})", has_parameters_ ? ", " : " (", name, to_name(value));
    has_parameters_ = true;
}

Result& TextTest::result_of(const ResultMetric& metric, const TextLine& line)
{
    const auto known = std::find_if(results_.begin(), results_.end(), [&](const Result& result) {
        return result.metric == metric.name;
    });
    if (known != results_.end()) {
        known->lines.front().second = line.number;
        return *known;
    }
    auto& result = results_.size() < max_metrics ? results_.emplace_back() : surplus_;
    result.benchmark = benchmark_;
    result.metric = to_name(metric.name);
    result.unit = to_name(metric.unit);
    result.direction = metric.direction;
    result.lines = {{line.number, line.number}};
    return result;
}

void TextTest::add(const ResultMetric& metric,
                   std::string_view key,
                   double value,
                   const TextLine& line)
{
    auto& result = result_of(metric, line);
    if (key.empty()) {
        result.values.push_back(value);
        return;
    }
    if (!result.summary) {
        result.summary.emplace();
    }
    result.summary->emplace(key, value);
}

void TextTest::add(const ResultMetric& metric,
                   std::string_view key,
                   const Printed& printed,
                   const Parsed<double>& value,
                   const TextLine& line,
                   Collector& collector)
{
    if (value) {
        add(metric, key, *value, line);
        return;
    }
    if (key == "avg") {
        meanless_.insert(to_name(metric.name));
    }
    const bool has_place = !printed.number.empty();
    collector.reject({.line = line.number,
                      .column = has_place ? column_of(line.text, printed.number) : 1,
                      .field = fmt::format("{}/{}", test_, to_name(metric.name)),
                      .reason = value.error()});
}

void TextTest::read(const ResultMetric& metric,
                    std::string_view key,
                    const Printed& printed,
                    const TextLine& line,
                    Collector& collector)
{
    add(metric, key, printed, parse_in(metric.unit, printed), line, collector);
}

void TextTest::give(Collector& collector) &&
{
    for (auto& result : results_) {
        result.test = test_;
        result.labels = labels_;
        auto field = fmt::format("{}/{}", test_, result.metric);
        const auto line = result.lines.front().first;
        if (!result.summary || result.summary->count("avg") == 1) {
            collector.add_or_reject(std::move(result), std::move(field));
        } else if (meanless_.count(result.metric) == 0) {
            collector.reject(
                {.line = line, .column = 1, .field = std::move(field), .reason = "has no mean"});
        }
    }
    if (!surplus_.lines.empty()) {
        collector.reject({.line = surplus_.lines.front().first,
                          .column = 1,
                          .field = std::move(test_),
                          .reason = fmt::format("has more than {} metrics", max_metrics)});
    }
}

void TextTest::refuse(std::string reason, Collector& collector) &&
{
    collector.reject(
        {.line = line_, .column = 1, .field = std::move(test_), .reason = std::move(reason)});
}

LineFormat::Next TextFormat::read(const TextLine& line, Collector& collector)
{
    line_ = line;
    collector_ = &collector;
    return read_line();
}

void TextFormat::finish(Collector& collector)
{
    collector_ = &collector;
    end_text();
}

void TextFormat::reject(std::string_view part, std::string field, std::string reason) const
{
    collector_->reject({.line = line_.number,
                        .column = part.data() == nullptr ? 1 : column_of(line_.text, part),
                        .field = std::move(field),
                        .reason = std::move(reason)});
}

void TextFormat::start_test(std::string_view name, std::string_view benchmark)
{
    test_.emplace(benchmark, name, line_.number);
}

void TextFormat::read_figure(const ResultMetric& metric,
                             std::string_view key,
                             std::string_view number,
                             std::string_view unit)
{
    test_->read(metric, key, {number, unit}, line_, *collector_);
}

void TextFormat::add_figure(const ResultMetric& metric,
                            std::string_view key,
                            std::string_view number,
                            const Parsed<double>& value)
{
    test_->add(metric, key, {number, ""}, value, line_, *collector_);
}

void TextFormat::give_test()
{
    if (test_) {
        std::move(*test_).give(*collector_);
        test_.reset();
    }
}

void TextFormat::refuse_test(std::string reason)
{
    if (test_) {
        std::move(*test_).refuse(std::move(reason), *collector_);
        test_.reset();
    }
}

} // namespace cb::parse
