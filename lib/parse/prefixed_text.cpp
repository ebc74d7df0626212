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

std::size_t PrefixedText::number_of(std::string_view source)
{
    if (source_ < sources_.size() && source == sources_[source_]) {
        return source_; // as most
    }
    const auto known = std::find(sources_.begin(), sources_.end(), source);
    const auto number = static_cast<std::size_t>(known - sources_.begin());
    if (known == sources_.end() && number + 1 < most_sources) {
        sources_.emplace_back(source);
    }
    return number;
}

/// Passes the lines at the start of the text that are of one source, and notes their prefixes.
/// Returns how many bytes they have.
std::size_t PrefixedText::pass_part(std::string_view text)
{
    spans_.clear();
    std::size_t start = 0;
    if (is_in_line_) {
        start = std::min(text.find('\n'), text.size() - 1) + 1;
    }
    while (start < text.size()) {
        const auto end = std::min(text.find('\n', start), text.size());
        LogPrefix prefix;
        if (may_begin_prefix(text[start], has_bar_)) {
            prefix = log_prefix_of(text.substr(start, end - start));
        }
        const auto source =
            prefix.source_size == 0 ? 0 : number_of(text.substr(start, prefix.source_size));
        if (start == 0) {
            source_ = source;
        } else if (source != source_) {
            return start;
        }
        if (prefix.size > 0) {
            spans_.push_back({.start = start, .size = prefix.size});
        }
        start = end + 1;
    }
    return text.size();
}

PrefixedText::Part PrefixedText::first_part(std::string_view text)
{
    text = text.substr(0, pass_part(text));
    is_in_line_ = text.back() != '\n';
    if (spans_.empty()) {
        return {.source = source_, .blanked = text, .stripped = text};
    }
    blanked_ = text;
    stripped_.clear();
    std::size_t at = 0;
    for (const auto& span : spans_) {
        blanked_.replace(span.start, span.size, span.size, ' ');
        stripped_ += text.substr(at, span.start - at);
        at = span.start + span.size;
    }
    stripped_ += text.substr(at);
    return {.source = source_, .blanked = blanked_, .stripped = stripped_};
}

} // namespace cb::parse
