#include "parse/prefixed_text.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace cb::parse {

namespace {

/// Whether a line with that first byte may have a prefix; most lines have none.
constexpr bool may_begin_prefix(char first, bool has_separator)
{
    return first == '[' || first == '#' || is_digit(first) || has_separator;
}

} // namespace

/// Appends to the held text what may decide about it: up to the end of a line, and a following
/// prefix. Returns how much that is.
std::size_t PrefixedText::hold_more(std::string_view chunk)
{
    const auto newline = chunk.find('\n');
    const auto size = newline == std::string_view::npos
                          ? chunk.size()
                          : std::min(chunk.size(), newline + 1 + max_prefix_bytes);
    held_ += chunk.substr(0, size);
    return size;
}

/// The index of the source in sources_, or the index that it would get.
std::size_t PrefixedText::place_of(std::string_view source) const
{
    if (source_ < sources_.size() && source == sources_[source_]) {
        return source_; // the common case
    }
    const auto known = std::find(sources_.begin(), sources_.end(), source);
    return static_cast<std::size_t>(known - sources_.begin());
}

/// Whether the first line, which seems to have a prefix, belongs to a prefixed log; nullopt if that
/// depends on later text.
std::optional<bool> PrefixedText::is_prefixed_log(std::string_view text,
                                                  std::string_view name) const
{
    const auto end = std::min(text.find('\n'), text.size());
    const bool is_behind_one = source_ != 0;
    const bool is_sure = name.starts_with('[') || name.starts_with('#');
    if (is_behind_one || is_sure || end > max_held_bytes) {
        return true;
    }
    const auto next = text.substr(std::min(end + 1, text.size()));
    if (next.empty()) {
        return is_at_end_ ? std::optional{true} : std::nullopt;
    }
    const auto next_end = next.find('\n');
    const auto prefix = log_prefix_of(next.substr(0, next_end));
    const bool is_open = next_end == std::string_view::npos && !is_at_end_;
    return is_open && !prefix.is_decided ? std::nullopt : std::optional{prefix.source_size > 0};
}

std::optional<PrefixedText::Line> PrefixedText::named_line(std::string_view text,
                                                           const LogPrefix& prefix)
{
    const auto name = prefix.source_in(text);
    const auto place = place_of(name);
    if (place == sources_.size()) {
        const auto is_prefixed = is_prefixed_log(text, name);
        if (!is_prefixed) {
            return std::nullopt;
        }
        if (!*is_prefixed) {
            return Line{.source = 0, .prefix_size = prefix.source_start};
        }
        if (place + 1 < max_sources) {
            sources_.emplace_back(name);
        }
    }
    return Line{.source = place, .prefix_size = prefix.size};
}

/// Nullopt if it depends on later text.
std::optional<PrefixedText::Line> PrefixedText::first_line(std::string_view text, Ending ending)
{
    const auto prefix = log_prefix_of(text.substr(0, text.find('\n')));
    if (ending == Ending::open && !prefix.is_decided) {
        return std::nullopt;
    }
    return prefix.source_size == 0 ? Line{.source = 0, .prefix_size = prefix.size}
                                   : named_line(text, prefix);
}

/// Passes the leading lines from one source, and notes their prefixes. Returns their size in bytes.
std::size_t PrefixedText::pass_part(std::string_view text)
{
    spans_.clear();
    std::size_t start = 0;
    if (is_in_line_) {
        start = std::min(text.find('\n'), text.size() - 1) + 1;
    }
    while (start < text.size()) {
        const auto newline = text.find('\n', start);
        const bool is_open = newline == std::string_view::npos && !is_at_end_;
        std::optional<Line> line{Line{}};
        if (is_open || may_begin_prefix(text[start], has_separator_)) {
            line = first_line(text.substr(start), is_open ? Ending::open : Ending::known);
        }
        if (!line || (start > 0 && line->source != source_)) {
            return start;
        }
        source_ = line->source;
        if (line->prefix_size > 0) {
            spans_.push_back({.start = start, .size = line->prefix_size});
        }
        start = std::min(newline, text.size() - 1) + 1;
    }
    return text.size();
}

/// Empty if the first line depends on later text.
PrefixedText::Part PrefixedText::first_part(std::string_view text)
{
    text = text.substr(0, pass_part(text));
    if (text.empty()) {
        return {.source = source_, .blanked = text, .stripped = text};
    }
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
