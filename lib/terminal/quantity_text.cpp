#include "terminal/quantity_text.hpp"

#include <fmt/format.h>

namespace cb::terminal {

std::string to_clock_text(Duration duration)
{
    constexpr std::int64_t seconds_a_minute = 60;
    constexpr std::int64_t seconds_an_hour = 3600;
    const auto whole_s = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    const auto minutes = whole_s / seconds_a_minute % seconds_a_minute;
    return whole_s < seconds_an_hour ? fmt::format("{}:{:02}", minutes, whole_s % seconds_a_minute)
                                     : fmt::format("{}:{:02}:{:02}",
                                                   whole_s / seconds_an_hour,
                                                   minutes,
                                                   whole_s % seconds_a_minute);
}

std::string to_count_text(std::uint64_t count)
{
    constexpr std::size_t group = 3;
    auto text = fmt::to_string(count);
    for (auto end = text.size(); end > group; end -= group) {
        text.insert(end - group, ",");
    }
    return text;
}

std::string to_count_text(std::uint64_t count, std::string_view singular)
{
    return fmt::format("{} {}{}", to_count_text(count), singular, count == 1 ? "" : "s");
}

} // namespace cb::terminal
