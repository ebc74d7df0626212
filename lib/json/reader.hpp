#pragma once

#include "base/error.hpp"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cb {

/// The first problem found in a JSON text: where ("run/usage/user_s") and what.
class JsonProblem {
public:
    void note(std::string_view path, std::string_view what);
    [[nodiscard]] const std::optional<std::string>& first() const noexcept { return first_; }

private:
    std::optional<std::string> first_;
};

class ObjectReader;

/// The name of the type in messages.
template <typename T> [[nodiscard]] constexpr std::string_view json_type()
{
    if constexpr (std::is_same_v<T, std::string_view>) {
        return "a string";
    } else if constexpr (std::is_same_v<T, double>) {
        return "a number";
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        return "a whole number that is not negative";
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return "a whole number";
    } else if constexpr (std::is_same_v<T, bool>) {
        return "true or false";
    } else if constexpr (std::is_same_v<T, simdjson::dom::array>) {
        return "an array";
    } else {
        static_assert(std::is_same_v<T, simdjson::dom::object>);
        return "an object";
    }
}

/// A value and its place: a member of an object, or an element of an array member. Refers to the
/// object's reader, which must outlive it.
class JsonMember {
public:
    JsonMember(ObjectReader& parent, std::string_view name, simdjson::dom::element element)
        : parent_{&parent}, name_{name}, element_{element}
    {}

    /// If the type differs, notes that and returns nullopt.
    template <typename T> [[nodiscard]] std::optional<T> as() const
    {
        T value{};
        if (element_.get(value) != simdjson::SUCCESS) {
            note("must be ", json_type<T>());
            return std::nullopt;
        }
        return value;
    }
    /// Valid as long as the parser's document.
    [[nodiscard]] std::optional<std::string_view> text() const { return as<std::string_view>(); }
    template <typename T> [[nodiscard]] simdjson::error_code get(T& value) const
    {
        return element_.get(value);
    }
    /// Notes the problem if it is not an object.
    [[nodiscard]] ObjectReader object() const;
    /// Calls `visit` with each element as a JsonMember; notes the problem if it is not an array.
    template <typename Visit> void for_each_element(const Visit& visit) const
    {
        std::size_t index = 0;
        if (const auto array = as<simdjson::dom::array>()) {
            for (const simdjson::dom::element element : *array) {
                visit(JsonMember{*this, index++, element});
            }
        }
    }
    void note(std::string_view what, std::string_view more = "") const;

private:
    JsonMember(const JsonMember& array, std::size_t index, simdjson::dom::element element)
        : parent_{array.parent_}, name_{array.name_}, index_{index}, element_{element}
    {}
    [[nodiscard]] std::string path() const;

    ObjectReader* parent_;
    std::string_view name_;
    std::optional<std::size_t> index_{}; ///< if this is an element of an array
    simdjson::dom::element element_;
};

/// Reads the members of a JSON object. If a member is missing or has the wrong type, JsonProblem
/// notes it and the value is empty, so the caller reads everything and checks once. A null counts
/// as missing. If a key appears twice, the first one wins.
///
/// Only .cpp files include this header, because simdjson takes seconds to compile. It uses the DOM
/// because that validates the whole text (On-Demand misses truncated or doubled input).
class ObjectReader {
public:
    /// \pre `problem` and the parser that owns `element` outlive the reader.
    ObjectReader(simdjson::dom::element element, std::string path, JsonProblem& problem);

    [[nodiscard]] std::string string(std::string_view name);
    [[nodiscard]] std::optional<std::string> maybe_string(std::string_view name);
    [[nodiscard]] double number(std::string_view name);
    [[nodiscard]] std::optional<double> maybe_number(std::string_view name);
    [[nodiscard]] std::uint64_t count(std::string_view name);
    [[nodiscard]] std::optional<std::uint64_t> maybe_count(std::string_view name);
    [[nodiscard]] std::optional<std::int64_t> maybe_integer(std::string_view name);
    [[nodiscard]] std::optional<bool> maybe_truth(std::string_view name);
    /// Empty if missing.
    [[nodiscard]] std::vector<std::string> strings(std::string_view name);
    [[nodiscard]] std::map<std::string, std::string> string_map(std::string_view name);

    [[nodiscard]] bool has(std::string_view name) const;
    /// The member with that name; nullopt if missing.
    [[nodiscard]] std::optional<JsonMember> member(std::string_view name);
    /// If missing, notes it and returns an object without members.
    [[nodiscard]] ObjectReader object(std::string_view name);
    /// One reader per element; empty if missing.
    [[nodiscard]] std::vector<ObjectReader> objects(std::string_view name);

    /// A string that `parse` turns into a T or rejects with a message; nullopt if missing.
    template <typename Parse>
    auto maybe_parsed(std::string_view name, Parse parse)
        -> std::optional<typename decltype(parse(std::string_view{}))::value_type>
    {
        const auto text = maybe_string(name);
        if (!text) {
            return std::nullopt;
        }
        auto parsed = parse(std::string_view{*text});
        if (!parsed) {
            note(name, parsed.error());
            return std::nullopt;
        }
        return std::move(*parsed);
    }

    void note(std::string_view name, std::string_view what);
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    friend class JsonMember;
    ObjectReader(std::string path, JsonProblem& problem)
        : path_{std::move(path)}, problem_{&problem}
    {}
    [[nodiscard]] std::optional<simdjson::dom::element> find(std::string_view name) const;
    [[nodiscard]] std::string path_of(std::string_view name) const;
    template <typename T> std::optional<T> maybe(std::string_view name);

    simdjson::dom::object object_{};
    bool is_object_ = false;
    std::string path_;
    JsonProblem* problem_;
};

} // namespace cb
