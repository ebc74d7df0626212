#include "manifest/split.hpp"

#include "base/file.hpp"
#include "json/scan.hpp"

#include <algorithm>

namespace cb {

namespace {

/// The place of the ',' or '}' that ends the value which starts at `at`.
std::size_t skip_value(std::string_view json, std::size_t at)
{
    int depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (c == '"') {
            at = skip_json_string(json, at);
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}')) {
            return at;
        }
        depth += c == '[' || c == '{' ? 1 : 0;
        depth -= c == ']' || c == '}' ? 1 : 0;
        ++at;
    }
    return json.size();
}

} // namespace

std::vector<RawMember> members_of(std::string_view object)
{
    std::vector<RawMember> members;
    auto quote = object.find_first_of("\"}", object.find('{'));
    while (quote < object.size() && object[quote] == '"') {
        const auto key_end = skip_json_string(object, quote);
        const auto value = std::min(object.find(':', key_end), object.size() - 1) + 1;
        const auto value_end = skip_value(object, value);
        members.push_back({object.substr(quote, key_end - quote),
                           trimmed(object.substr(value, value_end - value))});
        quote = object.find_first_of("\"}", value_end);
    }
    return members;
}

} // namespace cb
