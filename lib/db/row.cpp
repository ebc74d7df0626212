#include "db/row.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <charconv>

namespace cb::db {

namespace {

template <typename Number> Number parse_number(std::string_view text, const char* kind)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error != std::errc{} || end != text.end()) {
        throw Error{Errc::bad_input, fmt::format("the database, {}: \"{:.40}\"", kind, text)};
    }
    return number;
}

} // namespace

std::int64_t parse_integer(std::string_view text)
{
    return parse_number<std::int64_t>(text, "a whole number");
}

double parse_real(std::string_view text)
{
    return parse_number<double>(text, "a number");
}

std::vector<double> parse_numbers(std::string_view text)
{
    std::vector<double> numbers;
    const bool is_list = text.size() >= 2 && ((text.front() == '[' && text.back() == ']') ||
                                              (text.front() == '{' && text.back() == '}'));
    if (!is_list) {
        throw Error{Errc::bad_input,
                    fmt::format("the database, a list of numbers: \"{:.40}\"", text)};
    }
    text = text.substr(1, text.size() - 2);
    while (!text.empty()) {
        const auto end = text.find(',');
        numbers.push_back(parse_real(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return numbers;
}

Time parse_time(std::string_view text)
{
    return value_or_throw(parse_rfc3339(text), Errc::bad_input, "the database, a time");
}

std::string to_milliseconds(Time time)
{
    auto text = to_rfc3339(time);
    if (text.find('.') == std::string::npos) {
        text.insert(text.size() - 1, ".000");
    }
    return text;
}

} // namespace cb::db
