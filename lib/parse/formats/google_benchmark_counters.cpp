#include "parse/formats/google_benchmark_counters.hpp"

#include "base/file.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"
#include "parse/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace cb::parse {

namespace {

constexpr std::array google_metrics{
    ResultMetric{"bytes_per_second", "B/s", Direction::higher},
    ResultMetric{"items_per_second", "items/s", Direction::higher},
    ResultMetric{"allocs_per_iter", "", Direction::lower},
    ResultMetric{"max_bytes_used", "B", Direction::lower},
    ResultMetric{"net_heap_growth", "B", Direction::lower},
    ResultMetric{"total_allocated_bytes", "B", Direction::lower},
};

constexpr std::string_view large = "kMGTPEZY", small = "munpfazy";

/// Removes a unit's prefix from the front of the text. Returns how many times to multiply the
/// number by 1000, or by 1024.
int take_scale(std::string_view& text)
{
    const bool is_binary_kilo = text.starts_with("Ki");
    const auto up = text.empty()     ? std::string_view::npos
                    : is_binary_kilo ? std::size_t{0}
                                     : large.find(text.front());
    const auto down = text.empty() ? std::string_view::npos : small.find(text.front());
    const auto power = up != std::string_view::npos     ? static_cast<int>(up) + 1
                       : down != std::string_view::npos ? -static_cast<int>(down) - 1
                                                        : 0;
    text.remove_prefix(power == 0 ? 0 : 1);
    return power;
}

/// Whether the text starts like a counter's value, finite or not.
bool is_counter(std::string_view text)
{
    double value = 0;
    return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
}

/// Whether the word ends the name and value of a counter: "hits=42".
bool has_value(std::string_view word)
{
    const auto sign = word.find('=');
    return sign != std::string_view::npos && is_counter(word.substr(sign + 1));
}

/// The end of that word in the text, in bytes.
std::size_t end_of(std::string_view text, std::string_view word)
{
    return column_of(text, word) - 1 + word.size();
}

/// "cache hits=7 misses=12": the counters of which the whole text consists. google-benchmark
/// prints them in the order of their names, so nullopt if they are not in it, as in a label.
std::optional<std::vector<GoogleBenchmarkCounters::Counter>> sorted_counters(std::string_view text,
                                                                             std::string_view last)
{
    std::vector<GoogleBenchmarkCounters::Counter> counters;
    const LineWords words{text};
    std::size_t start = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto word = words[i];
        if (!has_value(word)) {
            continue;
        }
        const auto end = end_of(text, word);
        const auto sign = end - word.size() + word.find('=');
        const auto name = text.substr(start, sign - start);
        if (name <= last) {
            return std::nullopt;
        }
        counters.push_back(
            {.name = name, .value = text.substr(sign + 1, end - sign - 1), .place = name});
        last = name;
        start = i + 1 < words.size() ? column_of(text, words[i + 1]) - 1 : text.size();
    }
    return start == text.size() ? std::optional{std::move(counters)} : std::nullopt;
}

/// "bytes_per_second=14.0384G/s hits=42 a label"
GoogleBenchmarkCounters::Row read_named(std::string_view row)
{
    GoogleBenchmarkCounters::Row found;
    const LineWords words{row};
    std::size_t at = 0;
    for (; has_value(words[at]); ++at) {
        const auto sign = words[at].find('=');
        found.counters.push_back({.name = words[at].substr(0, sign),
                                  .value = words[at].substr(sign + 1),
                                  .place = words[at]});
    }
    if (at == words.size()) {
        return found;
    }
    found.rest = trimmed(row.substr(column_of(row, words[at]) - 1));
    auto next = at + 1;
    while (next < words.size() && !has_value(words[next])) {
        ++next;
    }
    if (next == words.size()) {
        return found;
    }
    const auto last = found.counters.empty() ? std::string_view{} : found.counters.back().name;
    if (const auto more = sorted_counters(found.rest, last)) {
        found.counters.insert(found.counters.end(), more->begin(), more->end());
        found.rest = {};
    } else {
        found.problem = fmt::format("\"{:.80}\" may be counters or a label; use "
                                    "--benchmark_format=json",
                                    to_name(found.rest));
    }
    return found;
}

} // namespace

GoogleBenchmarkCounters::GoogleBenchmarkCounters(std::string_view header)
{
    const LineWords words{header};
    if (words.size() > 0 && words[0] != "UserCounters...") {
        header_ = header.substr(0, end_of(header, words[words.size() - 1]));
    }
}

GoogleBenchmarkCounters::Row GoogleBenchmarkCounters::read(std::string_view row) const
{
    return header_.empty() ? read_named(row) : read_columns(row);
}

/// Each column has a blank and then, on its right, the name or value, in as many bytes as the name
/// has, but at least ten. A value that is longer shifts those after it.
GoogleBenchmarkCounters::Row GoogleBenchmarkCounters::read_columns(std::string_view row) const
{
    constexpr std::size_t min_width = 10;
    GoogleBenchmarkCounters::Row found;
    const LineWords names{header_};
    const LineWords values{row};
    std::size_t header_end = 0;
    std::size_t row_end = 0;
    std::size_t first = 0; // word of the column's name
    for (std::size_t column = 0; header_end < header_.size(); ++column) {
        const auto value = values[column];
        const auto cell = value.empty() ? std::size_t{0} : end_of(row, value) - row_end - 1;
        const auto start = column_of(header_, names[first]) - 1;
        std::vector<std::size_t> ends; // words that may be the name's last
        for (auto last = first; last < names.size(); ++last) {
            const auto end = end_of(header_, names[last]);
            const auto width = std::max(min_width, end - start);
            if (width > cell) {
                break;
            }
            const bool fits = width == cell || cell == value.size();
            if (fits && end == header_end + 1 + width) {
                ends.push_back(last);
            }
        }
        if (ends.size() != 1) {
            found.rest = value.empty() ? trimmed(row) : value;
            found.problem = "the counters are not in their columns; use --benchmark_format=json";
            found.counters.clear();
            return found;
        }
        header_end = end_of(header_, names[ends.front()]);
        row_end = end_of(row, value);
        found.counters.push_back(
            {.name = std::string_view{header_}.substr(start, header_end - start),
             .value = value,
             .place = value});
        first = ends.front() + 1;
    }
    found.rest = trimmed(row.substr(row_end));
    return found;
}

ResultMetric metric_of_google_counter(std::string_view name)
{
    const auto* const known = find_named(google_metrics, name);
    return known == nullptr ? ResultMetric{name, "", Direction::unknown} : *known;
}

Parsed<double> parse_google_counter(const ResultMetric& metric, std::string_view text)
{
    double value = 0;
    const auto stop = std::from_chars(text.data(), text.data() + text.size(), value).ptr;
    const auto size = static_cast<std::size_t>(stop - text.data());
    const auto number = text.substr(0, size);
    auto rest = text.substr(size);
    const bool is_plain_second = rest == "s";
    const auto power = is_plain_second ? 0 : take_scale(rest);
    const bool is_binary = power > 0 && (take(rest, "i") || metric.name == "bytes_per_second");
    const bool is_rate = take(rest, "/s");
    const bool must_be_rate = metric.unit.ends_with("/s");
    if ((must_be_rate && !is_rate) || (!rest.empty() && (is_rate || rest != "s"))) {
        return tl::unexpected{fmt::format("\"{:.40}\" is not a counter", to_name(text))};
    }
    const auto scaled = parse_scaled(number, is_binary ? 0 : 3 * power);
    return scaled && is_binary ? *scaled * std::pow(1024, power) : scaled;
}

} // namespace cb::parse
