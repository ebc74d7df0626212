#pragma once

#include "base/error.hpp"
#include "parse/eight_bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Helpers shared by the line-based formats.
namespace cb::parse {

/// `text` as a name: valid UTF-8, with U+FFFD for each NUL byte. Truncates a name that is too long,
/// but to a length that the collector still rejects.
[[nodiscard]] std::string to_name(std::string_view text);

/// A finite number or nothing. Not std::optional: that would be returned in memory with a byte
/// stored and a word loaded, and the resulting store-forwarding stall takes as long as parsing the
/// number.
struct FiniteNumber {
    double value = 0;
    bool is_number = false;
    explicit operator bool() const { return is_number; }
    double operator*() const { return value; }
};

/// The words of a line, separated by spaces and the characters from tab to carriage return. All are
/// found in one pass, as simdjson finds its structure (Langdale, Lemire, "Parsing gigabytes of JSON
/// per second", section 3.1). Searching for each end separately takes three times as long, because
/// word lengths are unpredictable. Reuse it for each line to reuse its memory.
class LineWords {
public:
    LineWords() = default;
    explicit LineWords(std::string_view line) { split(line); }

    /// Splits `line`, which must stay valid. Linear.
    void split(std::string_view line);
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// The word with that index, from 0; empty past the last one.
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
    /// The text after that word. \pre index < size()
    [[nodiscard]] std::string_view behind(std::size_t index) const
    {
        return line_.substr(edges_[2 * index + 1]);
    }
    /// The whole word as a number: "12", "-1.5e+3", "+2". For any other word, parse_finite() gives
    /// the reason.
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
    /// Whether eight bytes that end with the word can be loaded.
    [[nodiscard]] bool is_short(std::size_t index) const
    {
        const auto stop = edges_[2 * index + 1];
        return stop - edges_[2 * index] <= 8 && stop >= 8;
    }
    /// Digits with an optional fraction, so few that mantissa and power of ten are exact. Their
    /// quotient is then rounded once, as in std::from_chars, which takes three times as long.
    [[nodiscard]] static FiniteNumber read_short(std::string_view word)
    {
        const auto decimal = short_decimal(load_eight(word.data() + word.size() - 8), word.size());
        return {.value = decimal.digits / powers[decimal.decimals], .is_number = decimal.is_number};
    }
    [[nodiscard]] static FiniteNumber read_any(std::string_view word);

    static constexpr std::array powers{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

    std::string_view line_{};
    /// the begin and end of each word; may be larger than the used part
    std::vector<std::uint32_t> edges_{};
    std::size_t size_ = 0;
};

/// The finite number that the whole `text` spells: "12", "-1.5e+3", "+2". The error says what the
/// text is instead: "NaN is not finite".
[[nodiscard]] Parsed<double> parse_finite(std::string_view text);

/// The column of `part` in `line`, in bytes from 1. \pre part lies within line
[[nodiscard]] std::size_t column_of(std::string_view line, std::string_view part);

} // namespace cb::parse
