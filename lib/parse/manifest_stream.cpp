#include "parse/manifest_stream.hpp"

#include "base/text.hpp"
#include "json/scan.hpp"
#include "parse/byte_order_mark.hpp"

namespace cb::parse {

namespace {

/// Whether the object at the start of `line` has that member, within the given text.
bool has_member(std::string_view line, std::string_view name)
{
    int depth = 0;
    for (JsonTokens tokens{line}; !tokens.at_end();) {
        const auto token = tokens.next();
        depth += token.nesting();
        if (depth == 0) {
            return false;
        }
        const bool is_key = depth == 1 && token.kind == JsonToken::Kind::string &&
                            trimmed(line.substr(tokens.at())).starts_with(':');
        if (is_key && token.text.substr(1, token.text.size() - 2) == name) {
            return true;
        }
    }
    return false;
}

} // namespace

bool is_manifest_stream(std::string_view start_of_input)
{
    const auto text = trimmed(without_byte_order_mark(start_of_input));
    const auto line = trimmed(text.substr(0, text.find('\n')));
    return !line.empty() && line.front() == '{' && has_member(line, "cb") &&
           has_member(line, "job");
}

} // namespace cb::parse
