#include "parse/log_prefix.hpp"

#include <algorithm>
#include <array>

namespace cb::parse {

namespace {

constexpr LogPrefix none{};
constexpr LogPrefix undecided{.is_decided = false};

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Of a container's name.
constexpr bool is_name(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
}

/// Behind the prefix there is a blank, which is part of it, or nothing.
LogPrefix ended_at(std::string_view line, std::size_t at, std::size_t source_size = 0)
{
    const auto source = static_cast<std::uint16_t>(source_size); // below most_prefix_bytes
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

/// "2026-11-24T03:00:50.1234567Z ", also with an offset.
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

LogPrefix first_part(std::string_view line)
{
    if (line.empty()) {
        return undecided;
    }
    if (line.front() == '[') {
        return pod(line);
    }
    if (!is_name(line.front())) {
        return none;
    }
    const auto by_time = is_digit(line.front()) ? time(line) : none;
    return by_time.size > 0 || !by_time.is_decided ? by_time : name_and_bar(line);
}

} // namespace

LogPrefix log_prefix_of(std::string_view line)
{
    const bool is_long = line.size() >= most_prefix_bytes;
    line = line.substr(0, most_prefix_bytes);
    auto prefix = first_part(line);
    if (prefix.size > 0 && prefix.is_decided && !is_digit(line.front())) {
        const auto second = line.size() == prefix.size ? undecided : time(line.substr(prefix.size));
        prefix.size += second.size;
        prefix.is_decided = second.is_decided;
    }
    if (is_long && !prefix.is_decided) {
        return none;
    }
    return prefix;
}

} // namespace cb::parse
