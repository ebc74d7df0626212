#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simdjson::dom {
class element;
} // namespace simdjson::dom

namespace cb {

/// A value in a JSON text, or the place where one is missing. A null member counts as missing; if a
/// key appears twice, the first one wins. Cheap to copy; valid as long as the JsonParser that read
/// the text, and until its next use.
///
/// It hides simdjson, whose header costs seconds.
class JsonValue {
public:
    template <typename Kind> class Range;
    struct Member;
    using Elements = Range<JsonValue>;
    using Members = Range<Member>;

    /// Missing from nothing.
    JsonValue() = default;
    explicit JsonValue(const simdjson::dom::element& element);

    /// Whether there is a value other than null.
    [[nodiscard]] explicit operator bool() const { return !is_missing() && !is_null(); }
    [[nodiscard]] bool is_null() const;
    [[nodiscard]] bool is_object() const;
    [[nodiscard]] bool is_list() const;
    [[nodiscard]] bool is_number() const;
    /// How many members or elements it has; 0 for other types.
    [[nodiscard]] std::size_t size() const;

    /// The member of that name, which outlives the value. What is missing from a missing value is
    /// the first of the two.
    [[nodiscard]] JsonValue operator[](std::string_view name) const;
    /// The element of a list, in linear time.
    [[nodiscard]] JsonValue at(std::size_t index) const;
    /// Whether there is a member of that name, null or not.
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] bool has_any(std::initializer_list<std::string_view> names) const;
    [[nodiscard]] bool has_all(std::initializer_list<std::string_view> names) const;

    /// Each value is absent where the type is another one. A text with a NUL byte is none: no
    /// database stores it as text.
    [[nodiscard]] std::optional<std::string_view> text() const;
    [[nodiscard]] std::string_view text_or(std::string_view otherwise) const
    {
        return text().value_or(otherwise);
    }
    /// Also a text with NUL bytes.
    [[nodiscard]] std::optional<std::string_view> any_text() const;
    [[nodiscard]] std::optional<double> number() const; ///< finite
    [[nodiscard]] std::optional<std::uint64_t> count() const;
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    [[nodiscard]] std::optional<bool> truth() const;
    /// The value as JSON without blanks.
    [[nodiscard]] std::string written() const;

    /// To go through once. Empty for other types.
    [[nodiscard]] Members members() const;
    [[nodiscard]] Elements elements() const;

private:
    friend std::vector<std::string> paths_of(JsonValue root, const std::vector<JsonValue>& values);

    /// A handle of simdjson as it is in memory.
    struct Bits {
        std::uintptr_t words[2]{};
        friend bool operator==(const Bits&, const Bits&) = default;
    };

    JsonValue(Bits bits, std::string_view missing) : bits_{bits}, missing_{missing} {}
    [[nodiscard]] bool is_missing() const { return missing_.data() != nullptr; }

    Bits bits_{};                     ///< of the value, or of what it is missing from
    std::string_view missing_{"", 0}; ///< its name there; a null pointer for a value
};

/// The paths of the values in the text, such as "results/0/metrics", in their order. Linear in the
/// text and the values together.
[[nodiscard]] std::vector<std::string> paths_of(JsonValue root,
                                                const std::vector<JsonValue>& values);

struct JsonValue::Member {
    std::string_view name;
    JsonValue value;
};

/// The elements of a list or the members of an object, in the order of the text.
template <typename Kind> class JsonValue::Range {
public:
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Kind;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Kind;

        explicit Iterator(Bits at) : at_{at} {}
        [[nodiscard]] Kind operator*() const;
        Iterator& operator++();
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        Bits at_;
    };

    Range(Bits begin, Bits end) : begin_{begin}, end_{end} {}
    [[nodiscard]] Iterator begin() const { return Iterator{begin_}; }
    [[nodiscard]] Iterator end() const { return Iterator{end_}; }
    [[nodiscard]] std::vector<Kind> to_vector() const { return {begin(), end()}; }

private:
    Bits begin_, end_;
};

/// Reads JSON texts. Kept for its memory: a new one takes longer than a small text.
class JsonParser {
public:
    JsonParser();
    JsonParser(const JsonParser&) = delete;
    JsonParser& operator=(const JsonParser&) = delete;
    ~JsonParser();

    /// As parse_json() (parse.hpp) reads it.
    [[nodiscard]] Parsed<JsonValue> parse(std::string_view text);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cb
