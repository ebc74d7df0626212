#pragma once

#include "base/error.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// How tools print names and numbers for people.
namespace cb::parse {

/// Removes `start` from the front of the text, if present.
[[nodiscard]] bool take(std::string_view& text, std::string_view start);

/// Removes and returns the last word, with surrounding blanks; empty if there is no word.
[[nodiscard]] std::string_view take_last_word(std::string_view& text);

/// The text after `key` at the front of the text, without surrounding blanks; nullopt if `key` is
/// not there.
[[nodiscard]] std::optional<std::string_view> value_behind(std::string_view text,
                                                           std::string_view key);

/// The text between `open` and `close` if nothing follows them; otherwise nullopt.
[[nodiscard]] std::optional<std::string_view>
text_between(std::string_view text, std::string_view open, std::string_view close);

/// Whether the word is a decimal number without sign, point or separators.
[[nodiscard]] bool is_count(std::string_view word);

/// A finite number, optionally with thousands separators: "18,149.40". The error says what it is
/// instead; misplaced separators are an error.
[[nodiscard]] Parsed<double> parse_grouped(std::string_view word);

/// The finite number times that power of ten, rounded once: "4.499" and 6 give 4499000.
[[nodiscard]] Parsed<double> parse_scaled(std::string_view number, int power_of_ten);

/// The byte offset of the character at that column, from 0, of a UTF-8 text; the text's size if it
/// is shorter.
[[nodiscard]] std::size_t byte_of_column(std::string_view text, std::size_t column);

/// "fib" for "     Running benches/fib.rs (target/release/deps/fib-1f0c9ad5e7b3a2f4)": the program
/// that cargo runs next, "default" if it is not named; nullopt for any other line.
[[nodiscard]] std::optional<std::string> running_program(std::string_view line);

/// Calls `take` with each line.
template <typename Take> void for_each_line(std::string_view text, const Take& take)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Whether the line, "running 3 tests", begins the output of a program with libtest.
[[nodiscard]] bool begins_libtest(std::string_view line);

/// The programs of libtest's outputs in `output`, as cargo names them in `error_output`. Empty if
/// there is not one for each.
[[nodiscard]] std::vector<std::string> libtest_programs_of(std::string_view output,
                                                           std::string_view error_output);

} // namespace cb::parse
