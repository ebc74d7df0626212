#include "parse/formats/history_time.hpp"

#include "base/quantity.hpp"

#include <algorithm>
#include <string>

namespace cb::parse {

std::optional<Time> parse_history_time(std::string_view text)
{
    if (const auto seconds = parse_count(text, 0, 99'999'999'999)) {
        const auto time = Time{} + std::chrono::seconds{*seconds};
        return *seconds < 100'000'000 ? std::nullopt : std::optional{time}; // 20210102 is a day
    }
    const auto blank = std::min(text.find_first_of(" T"), text.size());
    std::string date{text.substr(0, blank)};
    std::replace(date.begin(), date.end(), '.', '-');
    std::replace(date.begin(), date.end(), '/', '-');
    std::string rest{text.substr(std::min(blank + 1, text.size()))};
    std::erase(rest, ' ');
    const auto sign = std::min(rest.find_first_of("+-Zz"), rest.size());
    auto clock = rest.substr(0, sign);
    auto offset = rest.substr(sign);
    clock.insert(0, clock.find(':') == 1 ? "0" : "");
    clock += clock.empty() ? "00:00:00" : clock.size() == 5 ? ":00" : "";
    if (offset.empty()) {
        offset = "Z";
    } else if (offset.size() == 5) {
        offset.insert(3, ":"); // +0100
    }
    const auto time = parse_rfc3339(date + "T" + clock + offset);
    return time ? std::optional{*time} : std::nullopt;
}

} // namespace cb::parse
