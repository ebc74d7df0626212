#pragma once

#include "base/words.hpp"
#include "json/reader.hpp"
#include "json/writer.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// Structures whose members are described once; the reader, the writer and the schema check all use
/// that description. Only .cpp files include this header, because simdjson takes seconds to
/// compile.
namespace cb {

enum class Rule : std::uint8_t {
    required, ///< missing is an error
    filled,   ///< required, and not empty
    optional, ///< if missing, the structure keeps its initial value
    sparse,   ///< like optional, and omitted when it equals T{}
    by_hand,  ///< neither read nor written here
};

template <typename Section, typename T> struct Field {
    std::string_view name;
    T Section::*member;
    Rule rule;
};

template <typename Section, typename T>
[[nodiscard]] constexpr Field<Section, T> required(std::string_view name, T Section::*member)
{
    return {name, member, Rule::required};
}
template <typename Section, typename T>
[[nodiscard]] constexpr Field<Section, T> optional(std::string_view name, T Section::*member)
{
    return {name, member, Rule::optional};
}
template <typename Section, typename T>
[[nodiscard]] constexpr Field<Section, T> sparse(std::string_view name, T Section::*member)
{
    return {name, member, Rule::sparse};
}

/// The fields of a structure in the order in which they are written: a tuple of Field, specialized
/// next to the structure.
template <typename Section> inline constexpr std::nullptr_t fields = nullptr;

template <typename T>
concept HasFields = !std::is_same_v<std::remove_cv_t<decltype(fields<T>)>, std::nullptr_t>;

/// A type that can be parsed from text: CommitId, CpuSet.
template <typename T>
concept HasParse = requires(std::string_view text)
{
    T::parse(text).error();
};

/// Calls `visit` with each field.
template <HasFields Section, typename Visit> constexpr void for_each_field(const Visit& visit)
{
    std::apply([&](const auto&... field) { (visit(field), ...); }, fields<Section>);
}

// Reading: one overload per type. Problems are noted at the member.

template <HasFields Section> [[nodiscard]] Section read_fields(ObjectReader object);

void read_json(const JsonMember& member, std::string& text);
void read_json(const JsonMember& member, double& number);
void read_json(const JsonMember& member, std::uint64_t& count);
/// A number too large for an unsigned becomes the largest one.
void read_json(const JsonMember& member, unsigned& count);
void read_json(const JsonMember& member, int& number);
void read_json(const JsonMember& member, bool& truth);
void read_json(const JsonMember& member, std::vector<std::string>& texts);
void read_json(const JsonMember& member, std::set<std::string>& texts);
void read_json(const JsonMember& member, std::vector<double>& numbers);
/// Pairs of line numbers.
void read_json(const JsonMember& member,
               std::vector<std::pair<std::uint64_t, std::uint64_t>>& pairs);
void read_json(const JsonMember& member, std::map<std::string, std::string>& texts);
void read_json(const JsonMember& member, std::map<std::string, std::uint64_t>& counts);
/// A null is skipped.
void read_json(const JsonMember& member, std::map<std::string, double>& numbers);

template <HasFields Section> void read_json(const JsonMember& member, Section& section)
{
    section = read_fields<Section>(member.object());
}

template <HasWords Enum> void read_json(const JsonMember& member, Enum& value)
{
    if (const auto text = member.text()) {
        if (const auto parsed = parse_word<Enum>(*text)) {
            value = *parsed;
        } else {
            member.note(parsed.error());
        }
    }
}

template <HasParse T> void read_json(const JsonMember& member, std::optional<T>& value)
{
    if (const auto text = member.text()) {
        if (auto parsed = T::parse(*text)) {
            value = std::move(*parsed);
        } else {
            member.note(parsed.error());
        }
    }
}

template <HasParse T> void read_json(const JsonMember& member, std::vector<T>& values)
{
    std::vector<std::string> texts;
    read_json(member, texts);
    for (const auto& text : texts) {
        if (auto parsed = T::parse(text)) {
            values.push_back(std::move(*parsed));
        } else {
            member.note(parsed.error());
        }
    }
}

template <HasFields Section>
void read_json(const JsonMember& member, std::vector<Section>& sections)
{
    member.for_each_element([&](const JsonMember& element) {
        sections.push_back(read_fields<Section>(element.object()));
    });
}

template <typename T> void read_json(const JsonMember& member, std::optional<T>& value)
{
    read_json(member, value.emplace());
}

template <typename Section, typename T>
void read_field(ObjectReader& object, Section& section, const Field<Section, T>& field)
{
    if (field.rule == Rule::by_hand) {
        return;
    }
    const bool is_required = field.rule == Rule::required || field.rule == Rule::filled;
    if (const auto member = object.member(field.name)) {
        read_json(*member, section.*field.member);
    } else if (is_required) {
        object.note(field.name, "is missing");
    }
    if constexpr (requires(T value) { value.empty(); }) {
        if (field.rule == Rule::filled && (section.*field.member).empty()) {
            object.note(field.name, "must not be empty");
        }
    }
}

template <HasFields Section> Section read_fields(ObjectReader object)
{
    Section section{};
    for_each_field<Section>([&](const auto& field) { read_field(object, section, field); });
    return section;
}

// Writing: one overload per type.

template <HasFields Section> void write_json(JsonWriter& json, const Section& section);

template <typename T>
requires requires(JsonWriter json, const T& plain)
{
    json.value(plain);
} &&(!HasWords<T>)void write_json(JsonWriter& json, const T& plain)
{
    json.value(plain);
}

inline void write_json(JsonWriter& json, const std::vector<double>& numbers)
{
    json.values(numbers);
}
inline void write_json(JsonWriter& json,
                       const std::vector<std::pair<std::uint64_t, std::uint64_t>>& pairs)
{
    json.values(pairs);
}

template <typename T> void write_array(JsonWriter& json, const T& items)
{
    json.begin_array();
    for (const auto& item : items) {
        write_json(json, item);
    }
    json.end_array();
}
template <typename T> void write_json(JsonWriter& json, const std::vector<T>& items)
{
    write_array(json, items);
}
inline void write_json(JsonWriter& json, const std::set<std::string>& texts)
{
    write_array(json, texts);
}

template <typename T> void write_json(JsonWriter& json, const std::map<std::string, T>& items)
{
    json.begin_object();
    for (const auto& [name, item] : items) {
        json.member(name, item);
    }
    json.end_object();
}

template <typename T> void write_json(JsonWriter& json, const std::optional<T>& maybe)
{
    if (maybe) {
        write_json(json, *maybe);
    } else {
        json.null();
    }
}

template <typename Section, typename T>
void write_field(JsonWriter& json, const Section& section, const Field<Section, T>& field)
{
    const auto& value = section.*field.member;
    if (field.rule == Rule::by_hand || (field.rule == Rule::sparse && value == T{})) {
        return;
    }
    json.key(field.name);
    write_json(json, value);
}

template <HasFields Section> void write_json(JsonWriter& json, const Section& section)
{
    json.begin_object();
    for_each_field<Section>([&](const auto& field) { write_field(json, section, field); });
    json.end_object();
}

} // namespace cb
