#pragma once

#include "base/time.hpp"
#include "base/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace cb {

/// How a T is spelled in a manifest: by the table of its words.
template <typename T> struct Spelling {
    [[nodiscard]] static Parsed<T> parse(std::string_view text) { return parse_word<T>(text); }
    [[nodiscard]] static std::string_view text(T value) noexcept { return to_word(value); }
};

template <> struct Spelling<Time> {
    [[nodiscard]] static Parsed<Time> parse(std::string_view text) { return parse_rfc3339(text); }
    [[nodiscard]] static std::string text(Time value) { return to_rfc3339(value); }
};

/// A T of a manifest, or a text that this program does not understand, as another program or a
/// newer one wrote it. The text is kept and written as it came, so that no job is lost for a word;
/// who must act on the value asks known() and says what is wrong if there is none.
template <typename T> class Open {
public:
    Open() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): what is known is as good as its value
    Open(T value) : content_{std::move(value)} {}
    /// What is understood as a T becomes one; any other text is kept.
    [[nodiscard]] static Open read(std::string_view text)
    {
        Open open;
        if (auto value = Spelling<T>::parse(text)) {
            open.content_ = std::move(*value);
        } else {
            open.content_ = std::string{text};
        }
        return open;
    }

    [[nodiscard]] std::optional<T> known() const
    {
        const auto* const value = std::get_if<T>(&content_);
        return value != nullptr ? std::optional{*value} : std::nullopt;
    }
    [[nodiscard]] T value_or(T other) const { return known().value_or(std::move(other)); }
    /// As it is written.
    [[nodiscard]] std::string text() const
    {
        const auto* const value = std::get_if<T>(&content_);
        return value != nullptr ? std::string{Spelling<T>::text(*value)}
                                : std::get<std::string>(content_);
    }

    friend bool operator==(const Open&, const Open&) = default;
    friend bool operator==(const Open& open, const T& value)
    {
        const auto* const own = std::get_if<T>(&open.content_);
        return own != nullptr && *own == value;
    }

private:
    std::variant<T, std::string> content_{};
};

/// The word, known or not; valid as long as `open`.
template <HasWords Enum> [[nodiscard]] std::string to_word(const Open<Enum>& open)
{
    return open.text();
}

/// What is known of it; none if there is nothing, or nothing that is understood.
template <typename T> [[nodiscard]] std::optional<T> known(const std::optional<Open<T>>& open)
{
    return open ? open->known() : std::nullopt;
}

} // namespace cb
