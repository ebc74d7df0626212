#include "parse/manifest_stream.hpp"

#include "base/file.hpp"
#include "json/scan.hpp"

#include <cstddef>

namespace cb::parse {

namespace {

/// Whether the object at the start of `line` has a member of that name, as far as it is given.
bool has_member(std::string_view line, std::string_view name)
{
    int depth = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= c == '}' || c == ']' ? 1 : 0;
        if (depth == 0) {
            return false;
        }
        if (c != '"') {
            continue;
        }
        const auto end = skip_json_string(line, at);
        const auto behind = trimmed(line.substr(end));
        if (depth == 1 && line.substr(at + 1, end - at - 2) == name && behind.starts_with(':')) {
            return true;
        }
        at = end - 1;
    }
    return false;
}

} // namespace

bool is_manifest_stream(std::string_view start_of_input)
{
    const auto text = trimmed(start_of_input);
    const auto line = trimmed(text.substr(0, text.find('\n')));
    return !line.empty() && line.front() == '{' && has_member(line, "cb") &&
           has_member(line, "job");
}

} // namespace cb::parse
