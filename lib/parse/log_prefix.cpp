#include "parse/log_prefix.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace cb::parse {

namespace {

constexpr LogPrefix none{};
constexpr LogPrefix undecided{.is_decided = false};

constexpr bool begins_name(char c)
{
    return is_digit(c) || is_letter(c);
}

/// A character of a container's name.
constexpr bool is_name(char c)
{
    return begins_name(c) || c == '-' || c == '_' || c == '.';
}

/// A prefix ends with a blank, which is part of it, or with the line.
LogPrefix ended_at(std::string_view line, std::size_t at, std::size_t source_size = 0)
{
    const auto source = static_cast<std::uint8_t>(source_size); // below max_prefix_bytes
    if (at == line.size()) {
        return {.size = at, .is_decided = false, .source_size = source};
    }
    return line[at] == ' ' ? LogPrefix{.size = at + 1, .source_size = source} : none;
}

/// "web-1  | "
LogPrefix name_and_bar(std::string_view line)
{
    std::size_t at = 0;
    while (at < line.size() && is_name(line[at])) {
        ++at;
    }
    const auto name_end = at;
    while (at < line.size() && line[at] == ' ') {
        ++at;
    }
    if (at == line.size()) {
        return undecided;
    }
    const bool is_prefix = name_end > 0 && at > name_end && line[at] == '|';
    return is_prefix ? ended_at(line, at + 1, name_end) : none;
}

/// "[pod/web/main] "
LogPrefix pod(std::string_view line)
{
    constexpr std::string_view start = "[pod/";
    const auto size = std::min(start.size(), line.size());
    if (line.substr(0, size) != start.substr(0, size)) {
        return none;
    }
    const auto bracket = line.find(']');
    return bracket == std::string_view::npos ? undecided : ended_at(line, bracket + 1, bracket + 1);
}

/// "2026-11-24T03:00:50.1234567Z ", or with an offset.
LogPrefix time(std::string_view line)
{
    constexpr std::string_view pattern = "0000-00-00T00:00:00";
    const auto size = std::min(pattern.size(), line.size());
    for (std::size_t i = 0; i < size; ++i) {
        if (pattern[i] == '0' ? !is_digit(line[i]) : line[i] != pattern[i]) {
            return none;
        }
    }
    auto at = size;
    if (at < line.size() && line[at] == '.') {
        at = std::min(line.find_first_not_of("0123456789", at + 1), line.size());
    }
    if (at == line.size()) {
        return undecided;
    }
    if (line[at] == 'Z') {
        return ended_at(line, at + 1);
    }
    constexpr std::size_t offset = 6; // +01:00
    if (line[at] != '+' && line[at] != '-') {
        return none;
    }
    return line.size() < at + offset ? undecided : ended_at(line, at + offset);
}

/// The writer of the line.
LogPrefix name(std::string_view line)
{
    if (line.empty()) {
        return undecided;
    }
    if (line.front() == '[') {
        return pod(line);
    }
    return begins_name(line.front()) ? name_and_bar(line) : none;
}

/// `first` followed by `second`, which parses the rest of the line.
LogPrefix both(LogPrefix first, LogPrefix second)
{
    const auto source_start =
        second.source_size > 0 ? first.size + second.source_start : std::size_t{first.source_start};
    return {.size = first.size + second.size,
            .is_decided = second.is_decided,
            .source_start = static_cast<std::uint8_t>(source_start),
            .source_size = std::max(first.source_size, second.source_size)};
}

enum class Limit { ahead, reached }; ///< max_prefix_bytes

/// One prefix, or a time and the writer's name in either order. A prefix that
/// would go on behind the limit is none.
LogPrefix any_prefix(std::string_view text, Limit limit)
{
    auto first = time(text);
    const bool is_time = first.size > 0 || !first.is_decided;
    if (!is_time) {
        first = name(text);
    }
    if (!first.is_decided) {
        return limit == Limit::reached ? none : first;
    }
    if (first.size == 0) {
        return none;
    }
    const auto rest = text.substr(first.size);
    const auto second = is_time ? name(rest) : time(rest);
    return !second.is_decided && limit == Limit::reached ? first : both(first, second);
}

} // namespace

LogPrefix log_prefix_of(std::string_view line)
{
    return any_prefix(line.substr(0, max_prefix_bytes),
                      line.size() < max_prefix_bytes ? Limit::ahead : Limit::reached);
}

} // namespace cb::parse
