#pragma once

#include "json/reader.hpp"
#include "json/writer.hpp"
#include "manifest/open.hpp"
#include "manifest/words.hpp"

#include <limits>

/// Pieces that the sections share.
namespace cb {

/// A required member whose text is one of the words of an enumeration.
template <typename Enum> [[nodiscard]] Enum read_word(ObjectReader& object, std::string_view name)
{
    if (!object.has(name)) {
        object.note(name, "is missing");
    }
    return object.maybe_parsed(name, &parse_word<Enum>).value_or(Enum{});
}

/// A required member whose text may be one that this program does not understand.
template <typename T> [[nodiscard]] Open<T> read_open(ObjectReader& object, std::string_view name)
{
    return Open<T>::read(object.string(name));
}

template <typename T>
[[nodiscard]] std::optional<Open<T>> maybe_open(ObjectReader& object, std::string_view name)
{
    const auto text = object.maybe_string(name);
    return text ? std::optional{Open<T>::read(*text)} : std::nullopt;
}

template <typename T>
[[nodiscard]] std::optional<std::string> text_of(const std::optional<Open<T>>& open)
{
    return open ? std::optional{open->text()} : std::nullopt;
}

/// A number that an int can hold; none if missing.
[[nodiscard]] inline std::optional<int> maybe_int(ObjectReader& object, std::string_view name)
{
    const auto wide = object.maybe_integer(name);
    if (wide &&
        (*wide < std::numeric_limits<int>::min() || *wide > std::numeric_limits<int>::max())) {
        object.note(name, "is out of range");
        return std::nullopt;
    }
    return wide ? std::optional{static_cast<int>(*wide)} : std::nullopt;
}

template <typename Texts>
void write_strings(JsonWriter& json, std::string_view name, const Texts& texts)
{
    json.key(name).begin_array();
    for (const auto& text : texts) {
        json.value(text);
    }
    json.end_array();
}

inline void write_string_map(JsonWriter& json,
                             std::string_view name,
                             const std::map<std::string, std::string>& texts)
{
    json.key(name).begin_object();
    for (const auto& [key, text] : texts) {
        json.member(key, text);
    }
    json.end_object();
}

} // namespace cb
