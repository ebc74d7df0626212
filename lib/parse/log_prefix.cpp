#include "parse/log_prefix.hpp"

#include "base/text.hpp"
#include "parse/byte_order_mark.hpp"

#include <algorithm>
#include <array>
#include <utility>

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
LogPrefix ended_at(std::string_view line, std::size_t at)
{
    if (at == line.size()) {
        return {.size = at, .is_decided = false};
    }
    return line[at] == ' ' ? LogPrefix{.size = at + 1} : none;
}

/// The same with the writer's name.
LogPrefix with_source(LogPrefix prefix, std::size_t start, std::size_t size)
{
    if (prefix.size > 0) { // both are below max_prefix_bytes
        prefix.source_start = static_cast<std::uint8_t>(start);
        prefix.source_size = static_cast<std::uint8_t>(size);
    }
    return prefix;
}

/// Moves `at` behind a colour, "ESC[36m", if one is there. False if the line ends within it.
bool pass_color(std::string_view line, std::size_t& at)
{
    if (at == line.size() || line[at] != '\x1b') {
        return true;
    }
    auto end = at + 1;
    if (end < line.size() && line[end] == '[') {
        end = std::min(line.find_first_not_of("0123456789;", end + 1), line.size());
    }
    if (end == line.size()) {
        return false;
    }
    at = line[end] == 'm' ? end + 1 : at;
    return true;
}

/// "web-1  | ", of which the name and the bar may be coloured: "ESC[36mweb-1  | ESC[0m".
LogPrefix name_and_bar(std::string_view line)
{
    std::size_t start = 0;
    if (!pass_color(line, start)) {
        return undecided;
    }
    if (start < line.size() && !begins_name(line[start])) {
        return none;
    }
    auto at = start;
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
    if (at == name_end || line[at] != '|') {
        return none;
    }
    ++at;
    if (start > 0 && !pass_color(line, at)) {
        return undecided;
    }
    auto prefix = with_source(ended_at(line, at), start, name_end - start);
    if (start > 0 && prefix.size > 0 && !pass_color(line, prefix.size)) {
        return undecided;
    }
    return prefix;
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
    return bracket == std::string_view::npos
               ? undecided
               : with_source(ended_at(line, bracket + 1), 0, bracket + 1);
}

/// "#12 3.456 " of BuildKit: a step, and the seconds since its start.
LogPrefix step(std::string_view line)
{
    constexpr std::size_t decimals = 3;
    if (line.empty() || line.front() != '#') {
        return line.empty() ? undecided : none;
    }
    const auto skip_digits = [line](std::size_t at) {
        return std::min(line.find_first_not_of("0123456789", at), line.size());
    };
    const auto step_end = skip_digits(1);
    const auto point = skip_digits(std::min(step_end + 1, line.size()));
    const auto end = skip_digits(std::min(point + 1, line.size()));
    const bool is_step = step_end == line.size() || (step_end > 1 && line[step_end] == ' ');
    const bool is_time = point == line.size() || (point > step_end + 1 && line[point] == '.');
    if (!is_step || !is_time) {
        return none;
    }
    if (point + decimals + 1 > line.size()) {
        return end == line.size() ? undecided : none;
    }
    return end == point + 1 + decimals ? with_source(ended_at(line, end), 0, step_end) : none;
}

/// The size of "2026-11-24T03:00:50.1234567Z", or with an offset.
LogPrefix time_itself(std::string_view line)
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
        return {.size = at + 1};
    }
    constexpr std::size_t offset = 6; // +01:00
    if (line[at] != '+' && line[at] != '-') {
        return none;
    }
    return line.size() < at + offset ? undecided : LogPrefix{.size = at + offset};
}

LogPrefix time(std::string_view line)
{
    const auto found = time_itself(line);
    return found.size == 0 ? found : ended_at(line, found.size);
}

/// "[2026-11-24T03:00:50.123Z] " of Jenkins.
LogPrefix time_in_brackets(std::string_view line)
{
    if (line.empty() || line.front() != '[') {
        return line.empty() ? undecided : none;
    }
    const auto found = time_itself(line.substr(1));
    const auto end = found.size + 1;
    if (found.size == 0 || end == line.size()) {
        return found.is_decided && found.size == 0 ? none : undecided;
    }
    return line[end] == ']' ? ended_at(line, end + 1) : none;
}

/// "00O " behind the time in logs of GitLab: the number of a stream, and which one it is. With
/// "+", the line continues the previous one.
LogPrefix stream_mark(std::string_view line)
{
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::size_t size = 4;
    for (std::size_t i = 0; i < std::min(size, line.size()); ++i) {
        const bool fits = i < 2    ? digits.find(line[i]) != std::string_view::npos
                          : i == 2 ? line[i] == 'O' || line[i] == 'E'
                                   : line[i] == ' ' || line[i] == '+';
        if (!fits) {
            return none;
        }
    }
    return line.size() < size
               ? LogPrefix{.size = line.size() == size - 1 ? size - 1 : 0, .is_decided = false}
               : LogPrefix{.size = size};
}

/// "job\tstep\t" before a time, of `gh run view --log`. A byte order mark may precede the time.
LogPrefix columns(std::string_view line)
{
    if (line.empty() || !begins_name(line.front())) {
        return line.empty() ? undecided : none;
    }
    const auto first = line.find('\t');
    const auto second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    if (second == std::string_view::npos) {
        return undecided;
    }
    auto at = second + 1;
    const auto rest = line.substr(at);
    if (rest.size() < byte_order_mark.size() && byte_order_mark.starts_with(rest)) {
        return undecided;
    }
    at += rest.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const auto next = time_itself(line.substr(at));
    return next.size > 0 ? LogPrefix{.size = at} : next;
}

enum class Kind : std::uint8_t { time, mark, writer, columns };

/// A part of a prefix. A line has at most one of each kind.
struct Part {
    Kind kind;
    LogPrefix (*match)(std::string_view);
};

constexpr std::array parts{Part{Kind::time, &time},
                           Part{Kind::time, &time_in_brackets},
                           Part{Kind::mark, &stream_mark},
                           Part{Kind::writer, &pod},
                           Part{Kind::writer, &step},
                           Part{Kind::writer, &name_and_bar},
                           Part{Kind::columns, &columns}};
constexpr std::size_t kinds = 4;

/// Which kinds the start of a prefix has.
using Kinds = std::array<bool, kinds>;

/// Whether a part of that kind may follow those.
bool may_follow(Kind kind, const Kinds& before)
{
    const auto has = [&before](Kind k) { return before[static_cast<std::size_t>(k)]; };
    switch (kind) {
    case Kind::mark:
        return has(Kind::time) && !has(Kind::mark) && !has(Kind::writer);
    case Kind::columns:
        return std::none_of(before.begin(), before.end(), [](bool is) { return is; });
    default:
        return !has(kind);
    }
}

/// The first part that matches, or is undecided.
std::pair<LogPrefix, Kind> first_part(std::string_view line, const Kinds& before)
{
    for (const auto& part : parts) {
        if (may_follow(part.kind, before)) {
            const auto found = part.match(line);
            if (found.size > 0 || !found.is_decided) {
                return {found, part.kind};
            }
        }
    }
    return {none, Kind::columns};
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

/// The parts at the start of the line. One that would go on behind the limit is none.
LogPrefix any_prefix(std::string_view text, Limit limit)
{
    LogPrefix all;
    Kinds before{};
    for (std::size_t count = 0; count < kinds; ++count) {
        const auto [next, kind] = first_part(text.substr(all.size), before);
        if (!next.is_decided) {
            return limit == Limit::reached ? all : both(all, next);
        }
        if (next.size == 0) {
            return all;
        }
        all = both(all, next);
        before[static_cast<std::size_t>(kind)] = true;
    }
    return all;
}

} // namespace

LogPrefix log_prefix_of(std::string_view line)
{
    return any_prefix(line.substr(0, max_prefix_bytes),
                      line.size() < max_prefix_bytes ? Limit::ahead : Limit::reached);
}

} // namespace cb::parse
