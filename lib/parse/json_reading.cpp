#include "parse/json_reading.hpp"

#include "json/scan.hpp"
#include "parse/locate.hpp"
#include "parse/repair.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <utility>

namespace cb::parse {

Parsed<double> number_of(JsonValue value)
{
    if (const auto number = value.number()) {
        return *number;
    }
    if (const auto text = value.any_text()) {
        const auto word = bare_word(*text);
        return tl::unexpected{word ? fmt::format("{:.40} is not a value in JSON", *word)
                                   : fmt::format("\"{:.40}\" is not a number", *text)};
    }
    const bool is_missing = !value && !value.is_null();
    return tl::unexpected{std::string{is_missing ? "is missing" : "must be a number"}};
}

bool is_measure(JsonValue value)
{
    const auto text = value.any_text();
    if (!text) {
        return value.is_number();
    }
    double number = 0;
    return bare_word(*text) ||
           (json_number(*text) &&
            std::from_chars(text->data(), text->data() + text->size(), number).ec ==
                std::errc::result_out_of_range);
}

void take_figures(Result& result, JsonValue statistics, std::span<const SummaryFigure> figures)
{
    if (!result.summary) {
        result.summary.emplace();
    }
    for (const auto& [member, key] : figures) {
        if (const auto number = statistics[member].number()) {
            result.summary->emplace(key, *number);
        }
    }
}

std::pair<std::uint64_t, std::uint64_t> JsonReading::lines() const
{
    return {object_.place.line, object_.last_line};
}

void JsonReading::add(Result result, JsonValue where)
{
    if (result.lines.empty()) {
        result.lines.push_back(lines());
    }
    if (const auto reason = collector_.add(std::move(result))) {
        wrong(where, *reason);
    }
}

void JsonReading::add(Sample sample, JsonValue where)
{
    sample.lines = lines();
    if (const auto reason = collector_.add(sample)) {
        wrong(where, *reason);
    }
}

void JsonReading::add_value(Result result, JsonValue value)
{
    if (const auto number = require_number(value)) {
        result.values = {*number};
        add(std::move(result), value);
    }
}

void JsonReading::add_samples(Result result, JsonValue list)
{
    if (!require_list(list)) {
        return;
    }
    if (list.size() == 0) {
        wrong(list, "holds no values");
    }
    add_any_samples(std::move(result), list);
}

void JsonReading::add_any_samples(Result result, JsonValue list)
{
    result.values = numbers_of(list);
    if (!result.values.empty()) {
        add(std::move(result), list);
    }
}

void JsonReading::add_summary(Result result,
                              JsonValue statistics,
                              std::span<const SummaryFigure> figures)
{
    const auto required = statistics[figures.front().member];
    if (!require_number(required)) {
        return;
    }
    take_figures(result, statistics, figures);
    add(std::move(result), required);
}

void JsonReading::add_samples_or_summary(Result result,
                                         std::string_view samples,
                                         JsonValue statistics,
                                         std::span<const SummaryFigure> figures)
{
    if (statistics.has(samples)) {
        add_samples(std::move(result), statistics[samples]);
    } else {
        add_summary(std::move(result), statistics, figures);
    }
}

/// Counts one more rejected value of the current commit.
bool JsonReading::has_room_for_wrong()
{
    auto& of_commit = wrong_[collector_.commit()]; // the collector keeps no more than this
    const bool has_room = of_commit == 0 || reasons_.size() < Collector::max_rejected_in_all;
    if (!has_room || of_commit > Collector::max_rejected) {
        ++more_wrong_[collector_.commit()];
        return false;
    }
    ++of_commit;
    return true;
}

void JsonReading::wrong(JsonValue where, std::string_view reason)
{
    if (has_room_for_wrong()) {
        wrong_values_.push_back(where);
        reasons_.emplace_back(reason);
        commits_.push_back(collector_.commit());
    }
}

bool JsonReading::takes_name(std::string_view text, JsonValue where)
{
    if (text.size() > Collector::max_name_bytes) {
        wrong(where, fmt::format("is too long for a name, with {} bytes", text.size()));
        return false;
    }
    if (text.find('\0') != std::string_view::npos) {
        wrong(where, "must be a name without NUL bytes");
        return false;
    }
    return true;
}

std::optional<std::string_view> JsonReading::require_name(JsonValue value)
{
    const auto text = value.text();
    if (!text) {
        wrong(value, value ? "must be a string without NUL bytes" : "is missing");
        return std::nullopt;
    }
    return takes_name(*text, value) ? text : std::nullopt;
}

std::optional<Result> JsonReading::require_test(JsonValue name)
{
    const auto text = require_name(name);
    return text ? std::optional{make_test(*text)} : std::nullopt;
}

std::optional<double> JsonReading::require_number(JsonValue value)
{
    const auto number = number_of(value);
    if (!number) {
        wrong(value, number.error());
        return std::nullopt;
    }
    return *number;
}

bool JsonReading::require_object(JsonValue value)
{
    if (!value.is_object()) {
        const bool is_there = value || value.is_null();
        wrong(value, is_there ? "must be an object" : "is missing");
    }
    return value.is_object();
}

bool JsonReading::require_list(JsonValue value)
{
    if (!value.is_list()) {
        wrong(value, value ? "must be a list" : "is missing");
    }
    return value.is_list();
}

std::vector<double> JsonReading::numbers_of(JsonValue list)
{
    std::vector<double> numbers;
    numbers.reserve(list.size());
    for (const auto element : list.elements()) {
        if (const auto number = require_number(element)) {
            numbers.push_back(*number);
        }
    }
    return numbers;
}

std::vector<JsonValue> JsonReading::objects_of(JsonValue list)
{
    std::vector<JsonValue> objects;
    for (const auto element : list.elements()) {
        if (element.is_object()) {
            objects.push_back(element);
        } else {
            wrong(element, "must be an object");
        }
    }
    return objects;
}

void JsonReading::finish()
{
    if (reasons_.empty()) {
        return;
    }
    const auto fields = paths_of(root_, wrong_values_);
    const auto places = locate(object_, fields);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        collector_.reject({.line = places[i].line,
                           .column = places[i].column,
                           .field = fields[i],
                           .reason = reasons_[i]},
                          commits_[i]);
    }
    for (const auto& [commit, count] : more_wrong_) {
        collector_.count_rejected(count, commit);
    }
}

} // namespace cb::parse
