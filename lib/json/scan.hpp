#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// The lexical rules of JSON (RFC 8259). Only two other parts know them: simdjson, which does not
/// report positions, and parse/automaton.hpp, which explains why it is separate.
namespace cb {

/// The position after the JSON string whose opening quote is at `quote`, or the end of `text` if
/// the string is not closed. Linear, at the speed of memchr(3) if few characters are escaped.
[[nodiscard]] std::size_t skip_json_string(std::string_view text, std::size_t quote) noexcept;

enum class JsonNumber : std::uint8_t { whole, floating };

/// The kind of number by the grammar in RFC 8259, section 6; nullopt if `text` is not a number.
[[nodiscard]] std::optional<JsonNumber> json_number(std::string_view text);

struct JsonToken {
    enum class Kind : std::uint8_t {
        word,   ///< a number, true, false, null, or any other bare word
        mark,   ///< one of {}[],:
        string, ///< including its quotes
        blanks,
    };
    Kind kind{};
    std::string_view text{};

    [[nodiscard]] constexpr bool is(char mark) const noexcept
    {
        return kind == Kind::mark && text.front() == mark;
    }
    /// The change in nesting depth after this token.
    [[nodiscard]] constexpr int nesting() const noexcept
    {
        return (is('{') || is('[') ? 1 : 0) - (is('}') || is(']') ? 1 : 0);
    }
};

/// Splits a text into tokens, whether or not it is valid JSON; the tokens concatenate to the text.
class JsonTokens {
public:
    explicit JsonTokens(std::string_view text) : text_{text} {}

    [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }
    /// The position of the next token.
    [[nodiscard]] std::size_t at() const noexcept { return at_; }
    /// \pre not at the end. A string that is not closed extends to the end.
    [[nodiscard]] JsonToken next() noexcept
    {
        const auto start = at_;
        const auto kind = kind_of(text_[at_]);
        if (kind == JsonToken::Kind::string) {
            at_ = skip_json_string(text_, at_);
        } else if (kind == JsonToken::Kind::mark) {
            ++at_;
        } else {
            while (at_ < text_.size() && kind_of(text_[at_]) == kind) {
                ++at_;
            }
        }
        return {kind, text_.substr(start, at_ - start)};
    }

private:
    static constexpr auto kinds = [] {
        std::array<JsonToken::Kind, 256> kinds{}; // words
        for (const char c : std::string_view{"{}[],:"}) {
            kinds[static_cast<unsigned char>(c)] = JsonToken::Kind::mark;
        }
        for (const char c : std::string_view{" \t\r\n"}) {
            kinds[static_cast<unsigned char>(c)] = JsonToken::Kind::blanks;
        }
        kinds['"'] = JsonToken::Kind::string;
        return kinds;
    }();
    [[nodiscard]] static JsonToken::Kind kind_of(char c) noexcept
    {
        return kinds[static_cast<unsigned char>(c)];
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace cb
