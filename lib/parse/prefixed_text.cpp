#include "parse/prefixed_text.hpp"

#include "parse/log_prefix.hpp"

#include <algorithm>

namespace cb::parse {

namespace {

/// Whether a line that begins with that byte may have a prefix; most have none.
constexpr bool may_begin_prefix(char first, bool has_bar)
{
    return first == '[' || (first >= '0' && first <= '9') || has_bar;
}

} // namespace

/// Adds to the head what belongs to its line and may decide it. Returns how much that is.
std::size_t PrefixedText::complete_head(std::string_view chunk)
{
    const auto room = most_prefix_bytes - std::min(head_.size(), most_prefix_bytes);
    const auto newline = chunk.find('\n');
    const auto size =
        std::min(newline == std::string_view::npos ? chunk.size() : newline + 1, room);
    head_ += chunk.substr(0, size);
    return size;
}

bool PrefixedText::is_head_open() const
{
    return head_.back() != '\n' && !log_prefix_of(head_).is_decided;
}

/// How much at the end of the chunk is the start of a line that may become a prefix.
std::size_t PrefixedText::open_head_of(std::string_view chunk) const
{
    const auto tail = chunk.substr(chunk.size() - std::min(chunk.size(), most_prefix_bytes));
    const auto newline = tail.rfind('\n');
    if (newline == std::string_view::npos && (is_in_line_ || tail.size() < chunk.size())) {
        return 0; // in the middle of a line
    }
    const auto line = tail.substr(newline + 1); // npos + 1 is 0
    return line.empty() || log_prefix_of(line).is_decided ? 0 : line.size();
}

std::vector<PrefixedText::Span> PrefixedText::spans_of(std::string_view text)
{
    std::vector<Span> spans;
    const bool has_bar = text.find('|') != std::string_view::npos;
    std::size_t start = 0;
    if (is_in_line_) {
        start = std::min(text.find('\n'), text.size() - 1) + 1;
    }
    while (start < text.size()) {
        const auto end = std::min(text.find('\n', start), text.size());
        if (may_begin_prefix(text[start], has_bar)) {
            const auto size = log_prefix_of(text.substr(start, end - start)).size;
            if (size > 0) {
                spans.push_back({.start = start, .size = size});
            }
        }
        start = end + 1;
    }
    is_in_line_ = text.back() != '\n';
    return spans;
}

PrefixedText::Part PrefixedText::part_of(std::string_view text)
{
    const auto spans = spans_of(text);
    if (spans.empty()) {
        return {.blanked = text, .stripped = text};
    }
    blanked_ = text;
    stripped_.clear();
    std::size_t at = 0;
    for (const auto& span : spans) {
        blanked_.replace(span.start, span.size, span.size, ' ');
        stripped_ += text.substr(at, span.start - at);
        at = span.start + span.size;
    }
    stripped_ += text.substr(at);
    return {.blanked = blanked_, .stripped = stripped_};
}

} // namespace cb::parse
