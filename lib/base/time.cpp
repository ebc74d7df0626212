#include "base/time.hpp"

#include "base/quantity.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace cb {

namespace {

using namespace std::chrono_literals;

constexpr Time first_time{};
constexpr Time end_of_time = std::chrono::sys_days{std::chrono::year_month_day{10000y / 1 / 1}};

/// Removes exactly `digits` digits from the start; nullopt if they are absent.
std::optional<int> take_digits(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits) {
        return std::nullopt;
    }
    int number = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (!is_digit(text[i])) {
            return std::nullopt;
        }
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return number;
}

bool take_one_of(std::string_view& text, std::string_view choices)
{
    if (text.empty() || choices.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

/// Removes ".123456" and returns milliseconds; 0 if there is no fraction.
std::optional<int> take_fraction(std::string_view& text)
{
    if (!take_one_of(text, ".")) {
        return 0;
    }
    int milliseconds = 0;
    int digits = 0;
    while (!text.empty() && is_digit(text.front())) {
        if (digits < 3) {
            milliseconds = milliseconds * 10 + (text.front() - '0');
        }
        ++digits;
        text.remove_prefix(1);
    }
    for (int i = digits; i < 3; ++i) {
        milliseconds *= 10;
    }
    return digits == 0 ? std::nullopt : std::optional{milliseconds};
}

/// Removes "Z" or "+02:00" and returns the minutes east of Greenwich.
std::optional<int> take_offset(std::string_view& text)
{
    if (take_one_of(text, "Zz")) {
        return 0;
    }
    const int sign = !text.empty() && text.front() == '-' ? -1 : 1;
    if (!take_one_of(text, "+-")) {
        return std::nullopt;
    }
    const auto hours = take_digits(text, 2);
    const bool colon = take_one_of(text, ":");
    const auto minutes = take_digits(text, 2);
    if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    return sign * (*hours * 60 + *minutes);
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text)
{
    const auto year = take_digits(text, 4);
    const bool first = take_one_of(text, "-");
    const auto month = take_digits(text, 2);
    const bool second = take_one_of(text, "-");
    const auto day = take_digits(text, 2);
    if (!year || !first || !month || !second || !day || *year < 1970) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

std::optional<std::chrono::milliseconds> take_clock(std::string_view& text)
{
    const auto hours = take_digits(text, 2);
    const bool first = take_one_of(text, ":");
    const auto minutes = take_digits(text, 2);
    const bool second = take_one_of(text, ":");
    const auto whole_seconds = take_digits(text, 2);
    const auto fraction = take_fraction(text);
    if (!hours || !first || !minutes || !second || !whole_seconds || !fraction || *hours > 23 ||
        *minutes > 59 || *whole_seconds > 60) {
        return std::nullopt;
    }
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes} +
           std::chrono::seconds{*whole_seconds} + std::chrono::milliseconds{*fraction};
}

} // namespace

std::optional<std::string> to_rfc3339(const std::optional<Time>& time)
{
    return time ? std::optional{to_rfc3339(*time)} : std::nullopt;
}

Time now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string to_rfc3339(Time time)
{
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{days};
    const std::chrono::hh_mm_ss clock{time - days};
    auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                            static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day()),
                            clock.hours().count(),
                            clock.minutes().count(),
                            clock.seconds().count());
    if (clock.subseconds().count() != 0) {
        text += fmt::format(".{:03}", clock.subseconds().count());
    }
    return text + "Z";
}

Parsed<Time> parse_rfc3339(std::string_view text)
{
    auto rest = text;
    const auto date = take_date(rest);
    const bool separator = take_one_of(rest, "Tt ");
    const auto clock = take_clock(rest);
    const auto offset = take_offset(rest);
    if (!date || !separator || !clock || !offset || !rest.empty()) {
        return tl::unexpected{
            fmt::format("\"{:.80}\" is not a time such as 2026-01-31T08:00:00Z", text)};
    }
    const Time time = *date + *clock - std::chrono::minutes{*offset};
    if (time < first_time || time >= end_of_time) {
        return tl::unexpected{
            fmt::format("\"{:.80}\" is not between the years 1970 and 9999", text)};
    }
    return time;
}

Parsed<PeriodStart> PeriodStart::parse(std::string_view text)
{
    if (const auto time = parse_rfc3339(text)) {
        return PeriodStart{*time};
    }
    if (const auto day = parse_rfc3339(std::string{text} + "T00:00:00Z")) {
        return PeriodStart{*day};
    }
    if (const auto age = parse_duration(text); age && *age <= now().time_since_epoch()) {
        return PeriodStart{*age};
    }
    return tl::unexpected{quote(text) +
                          " is not a date such as 2026-01-31, a time or an age such as 90d"};
}

Time PeriodStart::at(Time now) const
{
    if (const auto* const time = std::get_if<Time>(&start_)) {
        return *time;
    }
    return std::max(Time{},
                    now - std::chrono::duration_cast<Time::duration>(std::get<Duration>(start_)));
}

Parsed<Time> parse_since(std::string_view text, Time now)
{
    return PeriodStart::parse(text).map([now](const PeriodStart& start) { return start.at(now); });
}

} // namespace cb
