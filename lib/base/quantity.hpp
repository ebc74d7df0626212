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

    /// Reads "4096B", "512K", "64M", "4G", "1T", also "4GiB" and "4GB": powers of 1024, as docker
    /// and the kernel read them. Refuses a number without a unit other than 0, what does not fit
    /// into 63 bits, signs, fractions and unknown letters.
    [[nodiscard]] static Parsed<Bytes> parse(std::string_view text);

    [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }

    /// In the largest unit that divides it: "4G", "1536M", "1000B", "0".
    [[nodiscard]] std::string to_string() const;

    // clang-tidy 14 takes the 0 of a comparison for a pointer.
    // NOLINTNEXTLINE(modernize-use-nullptr)
    friend constexpr auto operator<=>(const Bytes&, const Bytes&) = default;

private:
    std::uint64_t count_ = 0;
};

using Duration = std::chrono::nanoseconds;

/// Reads "90s", "1.5m", "2h", "1d", "250ms". Refuses a number without a unit other than 0, signs,
/// more than 100 years, and what is not a number.
[[nodiscard]] Parsed<Duration> parse_duration(std::string_view text);

/// The duration in seconds, as manifests carry it.
[[nodiscard]] double seconds(Duration duration) noexcept;

/// Reads a whole number in decimal between `least` and `most`: no sign, no blanks, no octal.
[[nodiscard]] Parsed<std::uint64_t>
parse_count(std::string_view text, std::uint64_t least, std::uint64_t most);

} // namespace cb
