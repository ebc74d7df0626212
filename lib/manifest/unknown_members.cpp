#include "manifest/unknown_members.hpp"

#include "json/parse.hpp"
#include "manifest/fields.hpp"
#include "manifest/manifest.hpp"
#include "manifest/split.hpp"

#include <fmt/format.h>

#include <iterator>
#include <unordered_map>
#include <utility>

namespace cb {

namespace {

/// What the unknown members of a field's value are collected from.
template <typename T> struct Nested {
    using Section = T;
    static constexpr bool is_array = false;
};
template <typename T> struct Nested<std::optional<T>> : Nested<T> {};
template <typename T> struct Nested<std::vector<T>> : Nested<T> {
    static constexpr bool is_array = true;
};

/// An object that is written member by member.
class ObjectText {
public:
    void add(std::string_view key, std::string_view value)
    {
        fmt::format_to(std::back_inserter(text_), "{}{}:{}", text_.empty() ? '{' : ',', key, value);
    }
    /// Empty if no member was added.
    [[nodiscard]] std::string take()
    {
        return text_.empty() ? std::string{} : std::move(text_) + "}";
    }

private:
    std::string text_{};
};

template <typename Section> bool has_field(std::string_view name)
{
    bool is_found = false;
    for_each_field<Section>([&](const auto& field) { is_found = is_found || field.name == name; });
    return is_found;
}

template <typename Section>
std::string unknown_of(std::string_view written, simdjson::dom::element element);

template <typename Section>
std::string unknown_of_elements(std::string_view written, simdjson::dom::array array)
{
    ObjectText text;
    const auto elements = elements_of(written);
    std::size_t index = 0;
    for (const simdjson::dom::element element : array) {
        if (const auto unknown = unknown_of<Section>(elements.at(index), element);
            !unknown.empty()) {
            text.add(fmt::format("\"{}\"", index), unknown);
        }
        ++index;
    }
    return text.take();
}

/// What is unknown in the value of a field of type T; empty if it can have nothing of the kind.
template <typename T>
std::string unknown_of_value(std::string_view written, simdjson::dom::element element)
{
    using Section = typename Nested<T>::Section;
    if constexpr (!HasFields<Section>) {
        return {};
    } else if constexpr (Nested<T>::is_array) {
        simdjson::dom::array array;
        return element.get(array) == simdjson::SUCCESS
                   ? unknown_of_elements<Section>(written, array)
                   : std::string{};
    } else {
        return unknown_of<Section>(written, element);
    }
}

template <typename Section>
std::string unknown_of(std::string_view written, simdjson::dom::element element)
{
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
        return {};
    }
    ObjectText text;
    const auto members = members_of(written);
    for_each_field<Section>([&]<typename T>(const Field<Section, T>& field) {
        auto raw = members.begin();
        for (const auto [name, value] : object) {
            if (name == field.name) {
                if (const auto unknown = unknown_of_value<T>(raw->value, value); !unknown.empty()) {
                    text.add(fmt::format("\"{}\"", field.name), unknown);
                }
                break; // the first of a name is the one that counts
            }
            ++raw;
        }
    });
    auto raw = members.begin();
    for (const auto [name, value] : object) {
        if (!has_field<Section>(name)) {
            text.add(raw->key, raw->value);
        }
        ++raw;
    }
    return text.take();
}

template <typename T> std::string unknown_of_section(std::string_view written)
{
    simdjson::dom::parser parser;
    const auto element = parse_json(parser, written);
    return element ? unknown_of_value<T>(written, *element) : std::string{};
}

/// Deeper than sections are in each other. A damaged database may have texts of any depth.
constexpr int max_depth = 16;

std::string merge(std::string_view json, std::string_view unknown, int depth);

/// Adds to the elements of an array what `unknown` has under their indices.
std::string merge_elements(std::string_view array, std::string_view unknown, int depth)
{
    std::unordered_map<std::string_view, std::string_view> by_index;
    for (const auto& [key, value] : members_of(unknown)) {
        by_index.emplace(key, value);
    }
    std::string text = "[";
    std::size_t index = 0;
    for (const auto element : elements_of(array)) {
        const auto its = by_index.find(fmt::format("\"{}\"", index));
        text += index == 0 ? "" : ",";
        text += its == by_index.end() ? std::string{element} : merge(element, its->second, depth);
        ++index;
    }
    return text + "]";
}

std::string merge_members(std::string_view object, std::string_view unknown, int depth)
{
    const auto additions = members_of(unknown);
    std::unordered_map<std::string_view, std::string_view> by_key;
    for (const auto& [key, value] : additions) {
        by_key.emplace(key, value);
    }
    ObjectText text;
    for (const auto& [key, value] : members_of(object)) {
        const auto its = by_key.find(key);
        text.add(key, its == by_key.end() ? std::string{value} : merge(value, its->second, depth));
        if (its != by_key.end()) {
            by_key.erase(its);
        }
    }
    for (const auto& [key, value] : additions) {
        if (by_key.contains(key)) {
            text.add(key, value);
        }
    }
    auto merged = text.take();
    return merged.empty() ? "{}" : merged;
}

std::string merge(std::string_view json, std::string_view unknown, int depth)
{
    if (depth < max_depth && unknown.starts_with('{')) {
        if (json.starts_with('{')) {
            return merge_members(json, unknown, depth + 1);
        }
        if (json.starts_with('[')) {
            return merge_elements(json, unknown, depth + 1);
        }
    }
    return std::string{json};
}

} // namespace

std::string with_unknown_members(std::string_view json, std::string_view unknown)
{
    return merge(json, unknown, 0);
}

std::string Manifest::unknown_members() const
{
    ObjectText text;
    for_each_field<Members>([&]<typename T>(const Field<Members, T>& field) {
        const auto* const written = find(field.name);
        const bool is_used = field.name != "failure" || known_.failure.has_value();
        if (written == nullptr || !written->json || !is_used || field.name == "results" ||
            field.name == "store") {
            return;
        }
        if constexpr (HasFields<typename Nested<T>::Section>) {
            if (const auto unknown = unknown_of_section<T>(*written->json); !unknown.empty()) {
                text.add(fmt::format("\"{}\"", field.name), unknown);
            }
        }
    });
    for (const auto& [name, key, json] : written_) {
        if (json && !has_field<Members>(name)) {
            text.add(key, *json);
        }
    }
    return text.take();
}

} // namespace cb
