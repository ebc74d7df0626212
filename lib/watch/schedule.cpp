#include "watch/schedule.hpp"

#include <fmt/format.h>

#include <ctime>

namespace cb::watch {

namespace {

using std::chrono::minutes;

/// "7:05", "07:05" or "24:00".
std::optional<minutes> parse_clock(std::string_view text)
{
    constexpr std::uint64_t max_hour = 24;
    constexpr std::uint64_t max_minute = 59;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() != colon + 3) {
        return std::nullopt;
    }
    const auto hour = parse_count(text.substr(0, colon), 0, max_hour);
    const auto minute = parse_count(text.substr(colon + 1), 0, max_minute);
    if (!hour || !minute || (*hour == max_hour && *minute != 0)) {
        return std::nullopt;
    }
    return minutes{*hour * 60 + *minute};
}

} // namespace

Parsed<DayPart> DayPart::parse(std::string_view text)
{
    const auto dash = text.find('-');
    if (dash != std::string_view::npos) {
        const auto from = parse_clock(text.substr(0, dash));
        const auto to = parse_clock(text.substr(dash + 1));
        if (from && to && *from != *to) {
            return DayPart{*from, *to};
        }
    }
    return tl::unexpected{
        fmt::format("\"{:.40}\" is not a part of a day such as 22:00-6:00", text)};
}

bool DayPart::contains(Time time) const
{
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    if (::localtime_r(&seconds, &local) == nullptr) {
        return true; // no year that a clock shows
    }
    const minutes at{local.tm_hour * 60 + local.tm_min};
    return from_ < to_ ? from_ <= at && at < to_ : from_ <= at || at < to_;
}

bool Schedule::permits(Time now,
                       const std::function<std::optional<Time>(Time)>& find_last_pass) const
{
    if (during && !during->contains(now)) {
        return false;
    }
    if (!min_interval) {
        return true;
    }
    const auto last =
        find_last_pass(now - std::chrono::ceil<std::chrono::milliseconds>(*min_interval));
    return !last || *last > now; // one in the future says nothing
}

} // namespace cb::watch
