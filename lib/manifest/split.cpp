#include "manifest/split.hpp"

#include "base/text.hpp"
#include "json/scan.hpp"

namespace cb {

std::vector<RawMember> members_of(std::string_view object)
{
    std::vector<RawMember> members;
    std::string_view key;
    std::size_t value = 0;
    int depth = 0;
    for (JsonTokens tokens{object}; !tokens.at_end();) {
        const auto at = tokens.at();
        const auto token = tokens.next();
        depth += token.nesting();
        const bool ends_value = depth == 1 ? token.is(',') : depth == 0 && token.is('}');
        if (ends_value && !key.empty()) {
            members.push_back({key, trimmed(object.substr(value, at - value))});
            key = {};
        } else if (depth == 1 && key.empty() && token.kind == JsonToken::Kind::string) {
            key = token.text;
        } else if (depth == 1 && token.is(':')) {
            value = tokens.at();
        }
    }
    return members;
}

std::vector<std::string_view> elements_of(std::string_view array)
{
    std::vector<std::string_view> elements;
    std::size_t start = 0;
    int depth = 0;
    for (JsonTokens tokens{array}; !tokens.at_end();) {
        const auto at = tokens.at();
        const auto token = tokens.next();
        depth += token.nesting();
        if (depth == 1 && token.is('[') && start == 0) {
            start = tokens.at();
        } else if (depth == 1 ? token.is(',') : depth == 0 && token.is(']')) {
            const auto element = trimmed(array.substr(start, at - start));
            if (!element.empty()) { // only that of an empty array is
                elements.push_back(element);
            }
            start = tokens.at();
        }
    }
    return elements;
}

} // namespace cb
