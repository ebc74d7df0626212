#pragma once

#include <array>
#include <charconv>
#include <span>
#include <string>

namespace cb::db {

/// Appends the shortest text from which the same number is read. Faster than fmt, and a batch has
/// hundreds of thousands of numbers.
template <typename Number> void append_decimal(std::string& out, Number number)
{
    std::array<char, 32> text; // NOLINT(cppcoreguidelines-pro-type-member-init): to_chars fills it
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), static_cast<std::size_t>(end - text.data()));
}

/// Appends them with commas in between.
inline void append_decimals(std::string& out, std::span<const double> numbers)
{
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) {
            out += ',';
        }
        append_decimal(out, numbers[i]);
    }
}

} // namespace cb::db
