#include "verdict/movement.hpp"

#include "base/text.hpp"
#include "manifest/units.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace cb::verdict {

namespace {

constexpr std::array<std::string_view, 5> counts{
    "instructions", "ir", "allocs", "allocations", "symbols"};
constexpr std::array<std::string_view, 3> sizes{"size", "sizes", "filesize"};
/// Sizes of what grows and shrinks while a program runs, not of its files.
constexpr std::array<std::string_view, 10> uses{
    "memory", "mem", "heap", "rss", "resident", "peak", "stack", "cache", "used", "working"};

/// The words of a name in lower case: "Code.textSize/op" has "code", "text", "size" and "op".
std::vector<std::string> words_of(std::string_view name)
{
    std::vector<std::string> words{1};
    char previous = ' ';
    for (const char c : name) {
        const bool is_capital = c >= 'A' && c <= 'Z';
        const bool is_inside = is_letter(c) || is_digit(c);
        if (!is_inside || (is_capital && previous >= 'a' && previous <= 'z')) {
            words.emplace_back();
        }
        if (is_inside) {
            words.back() += is_capital ? static_cast<char>(c - 'A' + 'a') : c;
        }
        previous = c;
    }
    return words;
}

template <std::size_t n>
bool has_any(const std::vector<std::string>& words, const std::array<std::string_view, n>& known)
{
    return std::any_of(words.begin(), words.end(), [&known](const std::string& word) {
        return std::find(known.begin(), known.end(), word) != known.end();
    });
}

/// Whether the unit is a number of things or bytes: not a time, a rate or a share.
bool is_amount(std::string_view unit)
{
    const auto kind = kind_of_unit(unit);
    const std::string_view whole = kind;
    return whole != kind_of_unit("s") && whole != kind_of_unit("%") &&
           whole.substr(0, 3) != "ps/" &&
           (whole.size() < 3 || whole.substr(whole.size() - 3) != "/ps");
}

} // namespace

Movement movement_of(std::string_view metric, std::string_view unit, Direction direction)
{
    if (direction == Direction::higher || !is_amount(unit)) {
        return Movement::noisy;
    }
    const auto words = words_of(metric);
    const bool is_size = has_any(words, sizes) && kind_of_unit(unit) == kind_of_unit("B");
    const bool is_exact = has_any(words, counts) || (is_size && !has_any(words, uses));
    return is_exact ? Movement::exact : Movement::noisy;
}

} // namespace cb::verdict
