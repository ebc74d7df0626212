#include "parse/formats/google_benchmark_counter.hpp"

#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cb::parse {

namespace {

constexpr std::array metrics{
    TextMetric{"bytes_per_second", "B/s", Direction::higher},
    TextMetric{"items_per_second", "items/s", Direction::higher},
    TextMetric{"allocs_per_iter", "", Direction::lower},
    TextMetric{"max_bytes_used", "B", Direction::lower},
    TextMetric{"net_heap_growth", "B", Direction::lower},
    TextMetric{"total_allocated_bytes", "B", Direction::lower},
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

} // namespace

TextMetric google_benchmark_metric(std::string_view name)
{
    const auto* const known =
        std::find_if(metrics.begin(), metrics.end(), [name](const TextMetric& metric) {
            return metric.name == name;
        });
    return known == metrics.end() ? TextMetric{name, "", Direction::unknown} : *known;
}

bool is_google_benchmark_counter(std::string_view text)
{
    double value = 0;
    return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
}

Parsed<double> parse_google_benchmark_counter(const TextMetric& metric, std::string_view text)
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
