#include "report/text.hpp"

#include "base/hash.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <limits>

namespace cb::report {

std::string make_key(std::string_view name)
{
    constexpr std::size_t max_slug = 32;
    constexpr std::size_t hash_digits = 12;
    std::string key;
    for (const char c : name) {
        if (key.size() == max_slug) {
            break;
        }
        if (is_letter(c) || is_digit(c)) {
            key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!key.empty() && key.back() != '-') {
            key += '-';
        }
    }
    if (!key.empty() && key.back() != '-') {
        key += '-';
    }
    return key + sha256_hex(name).substr(0, hash_digits);
}

std::string make_script(std::string_view path, std::string_view json)
{
    std::string script{"cb_data("};
    script.reserve(path.size() + json.size() + 16);
    append_json_string(script, path);
    script += ',';
    script += json;
    script += ");\n";
    return script;
}

void append_number(std::string& json, std::optional<double> number)
{
    constexpr double max_exact = 9007199254740992.0; // 2^53
    if (!number || !std::isfinite(*number)) {
        json += "null";
        return;
    }
    const double value = *number;
    if (std::abs(value) <= max_exact && std::trunc(value) == value) {
        fmt::format_to(std::back_inserter(json), "{}", static_cast<long long>(value));
        return;
    }
    const double size = std::abs(value);
    const bool is_float = size <= static_cast<double>(std::numeric_limits<float>::max()) &&
                          size >= static_cast<double>(std::numeric_limits<float>::min());
    if (is_float) {
        fmt::format_to(std::back_inserter(json), "{}", static_cast<float>(value));
    } else {
        fmt::format_to(std::back_inserter(json), "{}", value);
    }
}

} // namespace cb::report
