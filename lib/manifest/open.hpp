#pragma once

#include "base/time.hpp"
#include "base/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace cb {

/// How a manifest spells a T: by its word table.
template <typename T> struct Spelling {
    [[nodiscard]] static Parsed<T> parse(std::string_view text) { return parse_word<T>(text); }
    [[nodiscard]] static std::string_view text(T value) noexcept { return to_word(value); }
};

template <> struct Spelling<Time> {
    [[nodiscard]] static Parsed<Time> parse(std::string_view text) { return parse_rfc3339(text); }
    [[nodiscard]] static std::string text(Time value) { return to_rfc3339(value); }
};

/// A T from a manifest, or a text that this program does not understand because another program or
/// a newer version wrote it. The text is kept and written unchanged, so that no job is lost over a
/// word. Code that must act on the value calls known() and reports an unknown value.
template <typename T> class Open {
public:
    Open() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a known value converts implicitly
    Open(T value) : content_{std::move(value)} {}
    /// A text that is understood becomes a T; any other text is kept.
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
    /// The text as written in a manifest.
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

/// The value if it is present and understood, otherwise nullopt.
template <typename T> [[nodiscard]] std::optional<T> known(const std::optional<Open<T>>& open)
{
    return open ? open->known() : std::nullopt;
}

} // namespace cb
