#pragma once

#include "base/error.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace cb {

/// An amount of memory or storage.
class Bytes {
public:
    constexpr Bytes() = default;
    constexpr explicit Bytes(std::uint64_t count) : count_{count} {}

    /// Parses "4096B", "512K", "64M", "4G", "1T", "4GiB" and "4GB": powers of 1024, like docker and
    /// the kernel. Rejects a number without a unit (except 0), values over 63 bits, signs,
    /// fractions and unknown letters.
    [[nodiscard]] static Parsed<Bytes> parse(std::string_view text);

    [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }

    /// In the largest unit that divides the value: "4G", "1536M", "1000B", "0".
    [[nodiscard]] std::string to_string() const;

    // clang-tidy 14 takes the 0 of a comparison for a pointer.
    // NOLINTNEXTLINE(modernize-use-nullptr)
    friend constexpr auto operator<=>(const Bytes&, const Bytes&) = default;

private:
    std::uint64_t count_ = 0;
};

using Duration = std::chrono::nanoseconds;

/// Parses "90s", "1.5m", "2h", "1d", "250ms". Rejects a number without a unit (except 0), signs,
/// more than 100 years, and anything that is not a number.
[[nodiscard]] Parsed<Duration> parse_duration(std::string_view text);

/// The duration in seconds, the unit of manifests.
[[nodiscard]] double seconds(Duration duration) noexcept;

/// A share as a percentage with a sign, as all of cb writes it: 0.061 with one decimal is "+6.1 %".
[[nodiscard]] std::string to_signed_percent(double share, int decimals = 1);

/// Parses a decimal whole number from `min_value` to `max_value`, without sign or blanks.
[[nodiscard]] Parsed<std::uint64_t>
parse_count(std::string_view text, std::uint64_t min_value, std::uint64_t max_value);

} // namespace cb
