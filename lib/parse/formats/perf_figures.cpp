#include "parse/formats/perf_figures.hpp"

#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace cb::parse {

namespace {

constexpr std::array<std::string_view, 24> perf_events{"task-clock",
                                                       "cpu-clock",
                                                       "duration_time",
                                                       "user_time",
                                                       "system_time",
                                                       "context-switches",
                                                       "cs",
                                                       "cpu-migrations",
                                                       "migrations",
                                                       "page-faults",
                                                       "faults",
                                                       "minor-faults",
                                                       "major-faults",
                                                       "alignment-faults",
                                                       "emulation-faults",
                                                       "cycles",
                                                       "cpu-cycles",
                                                       "ref-cycles",
                                                       "bus-cycles",
                                                       "instructions",
                                                       "branches",
                                                       "cache-references",
                                                       "stalled-cycles-frontend",
                                                       "stalled-cycles-backend"};

/// "cycles" for "cycles:u" and for "cpu_core/cycles/u".
std::string_view plain_name(std::string_view event)
{
    const auto slash = event.find('/');
    if (slash != std::string_view::npos) {
        event.remove_prefix(slash + 1);
    }
    return event.substr(0, event.find_first_of(":/"));
}

/// The digits of "3,91,036,423", which is grouped as in India; nullopt for another word.
std::optional<std::string> without_indian_groups(std::string_view word)
{
    constexpr std::size_t last = 4, middle = 3; // with the comma
    if (word.size() <= last + middle || word[word.size() - last] != ',') {
        return std::nullopt;
    }
    std::string digits{word.substr(word.size() - last + 1)};
    word.remove_suffix(last);
    for (; word.size() > middle - 1; word.remove_suffix(middle)) {
        if (word[word.size() - middle] != ',') {
            return std::nullopt;
        }
        digits.insert(0, word.substr(word.size() - middle + 1));
    }
    digits.insert(0, word);
    return !word.empty() && is_count(digits) ? std::optional{std::move(digits)} : std::nullopt;
}

/// The word with its groups of three digits joined; nullopt if it is not grouped that way.
std::optional<std::string> without_groups(std::string_view word)
{
    std::string digits;
    std::size_t group = 0; // digits since the last separator
    bool has_separator = false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (is_count(word.substr(i, 1))) {
            digits += word[i];
            ++group;
            continue;
        }
        const auto rest = word.substr(i);
        const auto size = rest.starts_with("\u00a0")                       ? std::size_t{2}
                          : rest.starts_with("\u202f")                     ? std::size_t{3}
                          : rest.starts_with("\u2019")                     ? std::size_t{3}
                          : std::string_view{".,'"}.find(rest.front()) < 3 ? std::size_t{1}
                                                                           : std::size_t{0};
        if (size == 0 || group == 0 || group > 3 || (has_separator && group != 3)) {
            return std::nullopt;
        }
        has_separator = true;
        group = 0;
        i += size - 1;
    }
    const bool is_whole = !digits.empty() && (!has_separator || group == 3);
    return is_whole ? std::optional{std::move(digits)} : std::nullopt;
}

} // namespace

bool is_perf_event(std::string_view event)
{
    const auto name = plain_name(event);
    return std::find(perf_events.begin(), perf_events.end(), name) != perf_events.end() ||
           name.ends_with("-misses") || name.ends_with("-loads") || name.ends_with("-stores");
}

Direction direction_of_perf_event(std::string_view event)
{
    return is_perf_event(event) ? Direction::lower : Direction::unknown;
}

Parsed<double> parse_perf_number(std::string_view word, PerfNumber kind)
{
    if (kind == PerfNumber::count) {
        auto digits = without_groups(word);
        if (!digits) {
            digits = without_indian_groups(word);
        }
        return parse_finite(digits ? std::string_view{*digits} : word);
    }
    const auto mark = word.find_last_of(".,");
    if (mark == std::string_view::npos) {
        return parse_perf_number(word, PerfNumber::count);
    }
    const auto whole = word.substr(0, mark);
    const auto fraction = word.substr(mark + 1);
    if (whole.find(word[mark]) != std::string_view::npos) {
        return parse_perf_number(word, PerfNumber::count); // it separates groups
    }
    const bool is_alone = is_count(whole);
    if (is_alone && word[mark] == ',' && fraction.size() == 3 && whole != "0") {
        return tl::unexpected{
            fmt::format("\"{:.40}\" may have a decimal comma or not", to_name(word))};
    }
    const auto digits = without_groups(whole);
    if (!digits || !is_count(fraction)) {
        return parse_finite(word);
    }
    return parse_finite(*digits + '.' + std::string{fraction});
}

} // namespace cb::parse
