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

/// A value in a JSON text, or the place where one is missing. A null member counts as missing. If a
/// key appears twice, the first one wins. Cheap to copy. Valid until the JsonParser that read the
/// text is used again or destroyed.
///
/// Hides simdjson, whose header takes seconds to compile.
class JsonValue {
public:
    template <typename Kind> class Range;
    struct Member;
    using Elements = Range<JsonValue>;
    using Members = Range<Member>;

    /// Missing, with no parent.
    JsonValue() = default;
    explicit JsonValue(const simdjson::dom::element& element);

    /// Whether there is a value other than null.
    [[nodiscard]] explicit operator bool() const { return !is_missing() && !is_null(); }
    [[nodiscard]] bool is_null() const;
    [[nodiscard]] bool is_object() const;
    [[nodiscard]] bool is_list() const;
    [[nodiscard]] bool is_number() const;
    /// The number of members or elements; 0 for other types.
    [[nodiscard]] std::size_t size() const;

    /// The member with that name; it stays valid without this object. Looking up a member of a
    /// missing value returns that missing value, so the first gap is the one reported.
    [[nodiscard]] JsonValue operator[](std::string_view name) const;
    /// The element of a list. Linear time.
    [[nodiscard]] JsonValue at(std::size_t index) const;
    /// Whether the member exists, even if it is null.
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] bool has_any(std::initializer_list<std::string_view> names) const;
    [[nodiscard]] bool has_all(std::initializer_list<std::string_view> names) const;

    /// Each accessor returns nullopt if the type differs. text() also returns nullopt for a text
    /// with a NUL byte, because no database stores one as text.
    [[nodiscard]] std::optional<std::string_view> text() const;
    [[nodiscard]] std::string_view text_or(std::string_view otherwise) const
    {
        return text().value_or(otherwise);
    }
    /// Like text(), but accepts NUL bytes.
    [[nodiscard]] std::optional<std::string_view> any_text() const;
    [[nodiscard]] std::optional<double> number() const; ///< finite
    [[nodiscard]] std::optional<std::uint64_t> count() const;
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    [[nodiscard]] std::optional<bool> truth() const;
    /// The value as JSON without whitespace.
    [[nodiscard]] std::string written() const;

    /// For one pass. Empty for other types.
    [[nodiscard]] Members members() const;
    [[nodiscard]] Elements elements() const;

private:
    friend std::vector<std::string> paths_of(JsonValue root, const std::vector<JsonValue>& values);

    /// The memory layout of a simdjson handle.
    struct Bits {
        std::uintptr_t words[2]{};
        friend bool operator==(const Bits&, const Bits&) = default;
    };

    JsonValue(Bits bits, std::string_view missing) : bits_{bits}, missing_{missing} {}
    [[nodiscard]] bool is_missing() const { return missing_.data() != nullptr; }

    Bits bits_{}; ///< of the value, or of the parent that lacks it
    /// the name it would have there; a null pointer if the value exists
    std::string_view missing_{"", 0};
};

/// The paths of the values in the text, such as "results/0/metrics", in their order. Linear in the
/// size of the text plus the number of values.
[[nodiscard]] std::vector<std::string> paths_of(JsonValue root,
                                                const std::vector<JsonValue>& values);

struct JsonValue::Member {
    std::string_view name;
    JsonValue value;
};

/// The elements of a list or the members of an object, in text order.
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

/// Reads JSON texts. Reuse it: allocating a new one takes longer than parsing a small text.
class JsonParser {
public:
    JsonParser();
    JsonParser(const JsonParser&) = delete;
    JsonParser& operator=(const JsonParser&) = delete;
    ~JsonParser();

    /// Reads what parse_json() (parse.hpp) reads.
    [[nodiscard]] Parsed<JsonValue> parse(std::string_view text);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cb
