#pragma once

#include "parse/find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

/// Measures how the time to read a text grows with its size.
namespace cb::parse::test {

/// The text repeated up to about that size.
inline std::string repeated(std::string_view text, std::size_t size)
{
    std::string all;
    while (all.size() < size) {
        all += text;
    }
    return all;
}

/// Processor time, so that other load on the machine does not count.
inline double cpu_seconds(const std::string& text, Format format)
{
    const auto start = std::clock();
    const auto found = find_results(text, format);
    const auto end = std::clock();
    return found.rejected.size() <= 1001 ? static_cast<double>(end - start) / CLOCKS_PER_SEC : 1e9;
}

inline double min_of_three(const std::string& text, Format format)
{
    return std::min(
        {cpu_seconds(text, format), cpu_seconds(text, format), cpu_seconds(text, format)});
}

/// Sanitizers take about ten times as long; growth shows in less text, too.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

/// Whether eight times the text takes about eight times as long: square growth is 64 times. What
/// is too short to be measured passes. `text` makes a text of about so many bytes.
template <typename Text> bool grows_linearly(const Text& text, Format format)
{
    constexpr std::size_t size = is_sanitized ? 1U << 15U : 1U << 17U;
    const double once = min_of_three(text(size), format);
    return min_of_three(text(8 * size), format) < 0.2 + 24 * once;
}

/// PART repeated, with %d as 0, 1, 2 ...
inline std::string numbered(std::string_view part, std::size_t size)
{
    const auto at = part.find("%d");
    std::string all;
    for (std::size_t i = 0; all.size() < size; ++i) {
        all += fmt::format("{}{}{}", part.substr(0, at), i, part.substr(at + 2));
    }
    return all;
}

} // namespace cb::parse::test
