#pragma once

#include "base/error.hpp"

#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Saves the state of objects as bytes of this machine, in the order in which they are listed.
namespace cb::verdict {

/// Detects damage by accident, not by intent.
[[nodiscard]] std::uint64_t checksum_of(std::string_view bytes) noexcept;

class StateWriter {
public:
    template <typename... Values> void operator()(const Values&... values) { (add(values), ...); }

    [[nodiscard]] std::string& bytes() noexcept { return bytes_; }

private:
    void add_bytes(const void* data, std::size_t size)
    {
        bytes_.append(static_cast<const char*>(data), size);
    }

    template <typename Value> void add(const Value& value)
    {
        static_assert(std::is_trivially_copyable_v<Value>);
        add_bytes(&value, sizeof value);
    }

    template <typename Value> void add(const std::vector<Value>& values)
    {
        static_assert(std::is_trivially_copyable_v<Value>);
        add(std::uint64_t{values.size()});
        add_bytes(values.data(), values.size() * sizeof(Value));
    }

    void add(const std::string& text)
    {
        add(std::uint64_t{text.size()});
        add_bytes(text.data(), text.size());
    }

    std::string bytes_{};
};

/// Throws Error{bad_input} if the bytes end too early. \pre a StateWriter wrote the bytes, which
/// outlive the reader
class StateReader {
public:
    explicit StateReader(std::string_view bytes) : rest_{bytes} {}

    template <typename... Values> void operator()(Values&... values) { (take(values), ...); }

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }

private:
    [[nodiscard]] std::string_view take_bytes(std::uint64_t size)
    {
        if (size > rest_.size()) {
            throw Error{Errc::bad_input, "a saved state is damaged"};
        }
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    template <typename Value> void take(Value& value)
    {
        static_assert(std::is_trivially_copyable_v<Value>);
        std::memcpy(&value, take_bytes(sizeof value).data(), sizeof value);
    }

    [[nodiscard]] std::uint64_t take_size(std::size_t each)
    {
        std::uint64_t size = 0;
        take(size);
        if (size > rest_.size() / each) {
            throw Error{Errc::bad_input, "a saved state is damaged"};
        }
        return size;
    }

    template <typename Value> void take(std::vector<Value>& values)
    {
        static_assert(std::is_trivially_copyable_v<Value>);
        values.resize(take_size(sizeof(Value)));
        const auto bytes = take_bytes(values.size() * sizeof(Value));
        if (!bytes.empty()) {
            std::memcpy(values.data(), bytes.data(), bytes.size());
        }
    }

    void take(std::string& text) { text = take_bytes(take_size(1)); }

    /// A text that refers to the bytes.
    void take(std::string_view& text) { text = take_bytes(take_size(1)); }

    std::string_view rest_;
};

} // namespace cb::verdict
