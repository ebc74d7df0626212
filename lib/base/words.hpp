#pragma once

#include "base/error.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

/// Enumerations that have a spelling. One table an enumeration is all there is to say: to_word(),
/// parse_word(), the text of its error and the lists of the schema come from it.
namespace cb {

template <typename Enum> struct Word {
    Enum value;
    std::string_view text;
};
template <typename Enum> Word(Enum, std::string_view) -> Word<Enum>; // clang 14 makes none itself

/// The table of an enumeration, specialized beside it: an array of a Word for each value.
template <typename Enum> inline constexpr std::nullptr_t words = nullptr;

template <typename Enum>
concept HasWords = requires
{
    words<Enum>.size();
};

template <HasWords Enum> [[nodiscard]] constexpr std::string_view to_word(Enum value) noexcept
{
    for (const auto& word : words<Enum>) {
        if (word.value == value) {
            return word.text;
        }
    }
    return "";
}

/// The words of an enumeration, in the order of its table.
template <HasWords Enum> [[nodiscard]] constexpr auto texts_of_words()
{
    std::array<std::string_view, words<Enum>.size()> texts{};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        texts[i] = words<Enum>[i].text;
    }
    return texts;
}

/// What is wrong with `text`: that it is not one of the words, which are listed.
[[nodiscard]] std::string unknown_word(std::string_view text,
                                       std::span<const std::string_view> known);

/// The value with that spelling: parse_word<Engine>("docker"). The error lists the known words.
template <HasWords Enum> [[nodiscard]] Parsed<Enum> parse_word(std::string_view text)
{
    for (const auto& word : words<Enum>) {
        if (word.text == text) {
            return word.value;
        }
    }
    return tl::unexpected{unknown_word(text, texts_of_words<Enum>())};
}

} // namespace cb
