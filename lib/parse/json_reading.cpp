#include "parse/json_reading.hpp"

#include "json/scan.hpp"
#include "parse/locate.hpp"
#include "parse/repair.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <utility>

namespace cb::parse {

namespace dom = simdjson::dom;

std::optional<dom::element> member(dom::object object, std::string_view name)
{
    dom::element element;
    if (object.at_key(name).get(element) != simdjson::SUCCESS || element.is_null()) {
        return std::nullopt;
    }
    return element;
}

bool has_key(dom::object object, std::string_view name)
{
    return object.at_key(name).error() == simdjson::SUCCESS;
}

std::optional<std::string_view> text_of(std::optional<dom::element> element)
{
    std::string_view text;
    if (!element || element->get(text) != simdjson::SUCCESS ||
        text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    return text;
}

std::optional<dom::object> object_of(std::optional<dom::element> element)
{
    dom::object object;
    const bool is_object = element && element->get(object) == simdjson::SUCCESS;
    return is_object ? std::optional{object} : std::nullopt;
}

std::optional<dom::array> array_of(std::optional<dom::element> element)
{
    dom::array array;
    const bool is_array = element && element->get(array) == simdjson::SUCCESS;
    return is_array ? std::optional{array} : std::nullopt;
}

std::vector<dom::element> elements_of(std::optional<dom::element> element)
{
    const auto array = array_of(element);
    return array ? std::vector<dom::element>{array->begin(), array->end()}
                 : std::vector<dom::element>{};
}

tl::expected<double, std::string> number_of(std::optional<dom::element> element)
{
    if (!element) {
        return tl::unexpected{std::string{"is missing"}};
    }
    double number = 0;
    if (element->get(number) == simdjson::SUCCESS && std::isfinite(number)) {
        return number;
    }
    std::string_view text;
    if (element->get(text) == simdjson::SUCCESS) {
        if (const auto word = bare_word(text)) {
            return tl::unexpected{fmt::format("{:.40} is not a value in JSON", *word)};
        }
        return tl::unexpected{fmt::format("\"{:.40}\" is not a number", text)};
    }
    return tl::unexpected{std::string{"must be a number"}};
}

bool is_measure(dom::element element)
{
    double number = 0;
    std::string_view text;
    if (element.get(text) != simdjson::SUCCESS) {
        return element.get(number) == simdjson::SUCCESS;
    }
    return bare_word(text) || (json_number(text) &&
                               std::from_chars(text.data(), text.data() + text.size(), number).ec ==
                                   std::errc::result_out_of_range);
}

std::string Field::path() const
{
    const auto own = std::visit([](const auto& part) { return fmt::to_string(part); }, part_);
    return parent_ == nullptr || parent_->is_object_ ? own
                                                     : fmt::format("{}/{}", parent_->path(), own);
}

std::pair<std::uint64_t, std::uint64_t> JsonReading::lines() const
{
    return {object_.place.line, object_.last_line};
}

void JsonReading::add(Result result, const Field& field)
{
    if (result.lines.empty()) {
        result.lines.push_back(lines());
    }
    if (const auto reason = collector_.add(std::move(result))) {
        wrong(field, *reason);
    }
}

void JsonReading::add(Sample sample, const Field& field)
{
    sample.lines = lines();
    if (const auto reason = collector_.add(sample)) {
        wrong(field, *reason);
    }
}

void JsonReading::wrong(const Field& field, std::string_view reason, std::string_view part)
{
    auto& of_commit = wrong_[collector_.commit()]; // the collector keeps no more of it
    const bool has_room = of_commit == 0 || fields_.size() < Collector::most_rejected_in_all;
    if (!has_room || of_commit > Collector::most_rejected) {
        ++more_wrong_[collector_.commit()];
        return;
    }
    ++of_commit;
    fields_.push_back(field.path().append(part));
    reasons_.emplace_back(reason);
    commits_.push_back(collector_.commit());
}

bool JsonReading::takes_name(std::string_view text, const Field& field)
{
    if (text.size() > Collector::most_name_bytes) {
        wrong(field, fmt::format("is too long for a name, with {} bytes", text.size()));
        return false;
    }
    if (text.find('\0') != std::string_view::npos) {
        wrong(field, "must be a name without NUL bytes");
        return false;
    }
    return true;
}

std::optional<std::string_view>
JsonReading::require_name(dom::object object, std::string_view name, const Field& parent)
{
    const Field field{parent, name};
    const auto element = member(object, name);
    const auto text = text_of(element);
    if (!text) {
        wrong(field, element ? "must be a string without NUL bytes" : "is missing");
        return std::nullopt;
    }
    return takes_name(*text, field) ? text : std::nullopt;
}

std::optional<double>
JsonReading::require_number(dom::object object, std::string_view name, const Field& parent)
{
    const auto number = number_of(member(object, name));
    if (!number) {
        wrong(Field{parent, name}, number.error());
        return std::nullopt;
    }
    return *number;
}

std::vector<double> JsonReading::numbers_of(const std::vector<dom::element>& elements,
                                            const Field& field)
{
    std::vector<double> numbers;
    numbers.reserve(elements.size());
    std::size_t index = 0;
    for (const auto element : elements) {
        const Field place{field, index++};
        if (const auto number = number_of(element)) {
            numbers.push_back(*number);
        } else {
            wrong(place, number.error());
        }
    }
    return numbers;
}

void JsonReading::finish()
{
    if (fields_.empty()) {
        return;
    }
    const auto places = locate(object_, fields_);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        collector_.reject({.line = places[i].line,
                           .column = places[i].column,
                           .field = fields_[i],
                           .reason = reasons_[i]},
                          commits_[i]);
    }
    for (const auto& [commit, count] : more_wrong_) {
        collector_.count_rejected(count, commit);
    }
}

} // namespace cb::parse
