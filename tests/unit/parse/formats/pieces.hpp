#pragma once

#include "parse/found.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

/// What the tests of formats share.
namespace cb::parse::test {

/// What a text holds that comes in pieces of so many bytes.
inline Found in_pieces(std::string_view text, Format format, std::size_t size)
{
    Reader reader{format};
    for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
        reader.feed(text.substr(0, size));
    }
    return reader.finish();
}

/// Whether the text holds the same whole and in pieces.
inline bool is_same_in_pieces(std::string_view text, Format format)
{
    const auto whole = find_results(text, format);
    return in_pieces(text, format, 1) == whole && in_pieces(text, format, 7) == whole &&
           in_pieces(text, format, 64) == whole;
}

/// The results of other commits, each as "first digits of the commit| " and its line.
inline std::vector<std::string> past_lines(const Found& found)
{
    std::vector<std::string> lines;
    for (const auto& past : found.past) {
        const auto commit = past.source.commit ? past.source.commit->hex().substr(0, 4) : "none";
        for (const auto& line : result_lines(past.results)) {
            lines.push_back(commit + "| " + line);
        }
    }
    return lines;
}

} // namespace cb::parse::test
