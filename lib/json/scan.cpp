#include "json/scan.hpp"

#include "base/text.hpp"

namespace cb {

namespace {

/// Removes leading digits; returns their number.
std::size_t take_digits(std::string_view& text)
{
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) {
        ++count;
    }
    text.remove_prefix(count);
    return count;
}

bool take(std::string_view& text, std::string_view choices)
{
    if (text.empty() || choices.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

} // namespace

std::size_t skip_json_string(std::string_view text, std::size_t quote) noexcept
{
    for (auto at = text.find('"', quote + 1); at != std::string_view::npos;
         at = text.find('"', at + 1)) {
        std::size_t backslashes = 0;
        while (text[at - 1 - backslashes] == '\\') { // ends at the opening quote
            ++backslashes;
        }
        if (backslashes % 2 == 0) {
            return at + 1;
        }
    }
    return text.size();
}

std::optional<JsonNumber> json_number(std::string_view text)
{
    take(text, "-");
    const bool starts_with_zero = text.starts_with('0');
    const auto digits = take_digits(text);
    if (digits == 0 || (starts_with_zero && digits > 1)) {
        return std::nullopt;
    }
    if (text.empty()) {
        return JsonNumber::whole;
    }
    if (take(text, ".") && take_digits(text) == 0) {
        return std::nullopt;
    }
    if (take(text, "eE")) {
        take(text, "+-");
        if (take_digits(text) == 0) {
            return std::nullopt;
        }
    }
    return text.empty() ? std::optional{JsonNumber::floating} : std::nullopt;
}

} // namespace cb
