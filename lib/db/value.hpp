#pragma once

#include "base/time.hpp"

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace cb::db {

struct Null {};

/// Bytes that are not text.
struct Blob {
    std::string_view bytes;
};

/// An array of numbers in one column: float8[] in PostgreSQL, a JSON array in SQLite.
struct Numbers {
    std::span<const double> values;
};

/// A parameter of a statement, or a field of a row to load. Does not own texts and arrays, which
/// must outlive the call. An integer too large for the database becomes the largest one.
class Value {
public:
    using Held =
        std::variant<Null, bool, std::int64_t, double, std::string_view, Blob, Numbers, Time>;

    // NOLINTBEGIN(google-explicit-constructor): a braced list of parameters is a list of values
    Value(Null) {}
    Value(std::nullopt_t) {}
    Value(Blob blob) : held_{blob} {}
    Value(Numbers numbers) : held_{numbers} {}
    Value(Time time) : held_{time} {}
    Value(std::string_view text) : held_{text} {}
    Value(const std::string& text) : held_{std::string_view{text}} {}
    Value(const char* text) : held_{std::string_view{text}} {}
    template <typename Number>
    requires std::integral<Number> || std::floating_point<Number> Value(Number number)
        : held_{as_held(number)}
    {}
    template <typename T>
    Value(const std::optional<T>& maybe) : held_{maybe ? Value{*maybe}.held_ : Held{Null{}}}
    {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] const Held& held() const noexcept { return held_; }

private:
    template <typename Number> static Held as_held(Number number)
    {
        if constexpr (std::same_as<Number, bool>) {
            return number;
        } else if constexpr (std::floating_point<Number>) {
            return static_cast<double>(number);
        } else if constexpr (std::unsigned_integral<Number>) {
            constexpr auto max = std::numeric_limits<std::int64_t>::max();
            return std::cmp_greater(number, max) ? max : static_cast<std::int64_t>(number);
        } else {
            return static_cast<std::int64_t>(number);
        }
    }

    Held held_{};
};

} // namespace cb::db
