#pragma once

#include "base/error.hpp"
#include "parse/eight_bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What the formats that are made of lines share.
namespace cb::parse {

/// `text` as a name: valid UTF-8, and U+FFFD in place of each NUL byte. What is too long for a name
/// is cut, but not so far that the collector would take it.
[[nodiscard]] std::string to_name(std::string_view text);

/// A finite number, or none. No std::optional: it would come back in memory, where the processor
/// would store a byte and load a word, and that stall takes as long as to read the number.
struct FiniteNumber {
    double value = 0;
    bool is_number = false;
    explicit operator bool() const { return is_number; }
    double operator*() const { return value; }
};

/// The words of a line: what stands between blanks, which are a space and all from tab to carriage
/// return. They are found all at once, as simdjson finds its structure (Langdale, Lemire, "Parsing
/// gigabytes of JSON per second", section 3.1): to look for the end of each takes three times as
/// long, because each is of another length. Kept from line to line for its memory.
class LineWords {
public:
    LineWords() = default;
    explicit LineWords(std::string_view line) { split(line); }

    /// From here on the words are those of `line`, whose bytes stay where they are. Linear.
    void split(std::string_view line);
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// The word of that number, from 0; empty behind the last one.
    [[nodiscard]] std::string_view operator[](std::size_t index) const
    {
        if (index >= size_) {
            return {};
        }
        const auto start = edges_[2 * index];
        return {line_.data() + start, edges_[2 * index + 1] - start};
    }
    /// Whether the whole word, which may be missing, is a decimal number without a sign.
    [[nodiscard]] bool is_digits(std::size_t index) const
    {
        const auto word = (*this)[index];
        if (index < size_ && is_short(index)) {
            const auto bytes = load_eight(word.data() + word.size() - 8);
            return are_digits(with_zeros(bytes, word.size()));
        }
        return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
    }
    /// What is behind that word. \pre index < size()
    [[nodiscard]] std::string_view behind(std::size_t index) const
    {
        return line_.substr(edges_[2 * index + 1]);
    }
    /// The number that the whole word is: "12", "-1.5e+3", "+2". What else a word is,
    /// parse_finite() tells.
    [[nodiscard]] FiniteNumber finite(std::size_t index) const
    {
        if (index >= size_) {
            return {};
        }
        const auto word = (*this)[index];
        const auto number = is_short(index) ? read_short(word) : FiniteNumber{};
        return number ? number : read_any(word);
    }

private:
    /// Whether the word may be looked at as eight bytes that end with it.
    [[nodiscard]] bool is_short(std::size_t index) const
    {
        const auto stop = edges_[2 * index + 1];
        return stop - edges_[2 * index] <= 8 && stop >= 8;
    }
    /// Digits with or without a fraction, that are so few that both are exact: then their quotient
    /// is rounded once, as std::from_chars does, and that takes three times as long.
    [[nodiscard]] static FiniteNumber read_short(std::string_view word)
    {
        const auto decimal = short_decimal(load_eight(word.data() + word.size() - 8), word.size());
        return {.value = decimal.digits / powers[decimal.decimals], .is_number = decimal.is_number};
    }
    [[nodiscard]] static FiniteNumber read_any(std::string_view word);

    static constexpr std::array powers{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

    std::string_view line_{};
    std::vector<std::uint32_t> edges_{}; ///< where each word begins, and ends; more than are used
    std::size_t size_ = 0;
};

/// The finite number that `text` is from its first to its last byte: "12", "-1.5e+3", "+2". The
/// error says what it is in place of one: "NaN is not finite".
[[nodiscard]] Parsed<double> parse_finite(std::string_view text);

/// Where in `line`, in bytes from 1, `part` begins. \pre part is a part of line
[[nodiscard]] std::size_t column_of(std::string_view line, std::string_view part);

} // namespace cb::parse
