#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb {

/// Writes one JSON text (RFC 8259) without whitespace. The caller opens and closes in order; the
/// writer adds the commas. In a string that is not UTF-8, U+FFFD replaces each bad byte.
class JsonWriter {
public:
    /// Receives a long text while it is being written; the view is valid during the call.
    using Sink = std::function<void(std::string_view)>;

    /// Keeps the whole text.
    JsonWriter() = default;
    /// Buffers about 64 KiB at a time and passes each piece on.
    explicit JsonWriter(Sink sink) : sink_{std::move(sink)}, max_kept_{65536} {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text);
    JsonWriter& value(const std::string& text) { return value(std::string_view{text}); }
    JsonWriter& value(const char* text) { return value(std::string_view{text}); }
    /// The shortest text that reads back equal; null for NaN and infinities, which JSON lacks.
    JsonWriter& value(double number);
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter& value(unsigned number) { return value(static_cast<std::uint64_t>(number)); }
    JsonWriter& value(bool truth);
    JsonWriter& null();
    /// An array of numbers, each written as by value().
    JsonWriter& values(std::span<const double> numbers);
    /// An array of arrays of two numbers.
    JsonWriter& values(std::span<const std::pair<std::uint64_t, std::uint64_t>> pairs);
    /// `json` must be one valid JSON value; it is copied byte for byte.
    JsonWriter& raw(std::string_view json);

    template <typename T> JsonWriter& value(const std::optional<T>& maybe)
    {
        return maybe ? value(*maybe) : null();
    }

    template <typename T> JsonWriter& member(std::string_view name, const T& content)
    {
        key(name);
        return value(content);
    }

    /// \pre every object and array is closed; there is no sink
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] std::string take() { return std::move(text_); }
    /// Passes on the rest. \pre there is a sink
    void flush();

private:
    void separate();
    void flush_if_long();
    template <std::size_t MostBytes, typename Item, typename Write>
    JsonWriter& list(std::span<const Item> items, const Write& write_item);

    std::string text_{};
    Sink sink_{};
    std::size_t max_kept_ = std::numeric_limits<std::size_t>::max();
    bool needs_comma_ = false;
};

/// Appends `text` as a quoted JSON string, escaped as RFC 8259 requires.
void append_json_string(std::string& out, std::string_view text);

} // namespace cb
