#include "parse/place.hpp"

#include <algorithm>
#include <cstddef>

namespace cb::parse {

namespace {

/// In blocks of a fixed size, which compilers vectorize even at -O2.
std::uint64_t count_newlines(std::string_view text)
{
    constexpr std::size_t block = 64;
    std::uint64_t total = 0;
    for (; text.size() >= block; text.remove_prefix(block)) {
        std::uint8_t here = 0;
        for (std::size_t i = 0; i < block; ++i) {
            here = static_cast<std::uint8_t>(here + (text[i] == '\n' ? 1 : 0));
        }
        total += here;
    }
    return total + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

void LineCounter::pass(std::string_view text)
{
    const auto newlines = count_newlines(text);
    if (newlines == 0) {
        here_.column += text.size();
        return;
    }
    here_.line += newlines;
    here_.column = text.size() - text.rfind('\n');
}

} // namespace cb::parse
