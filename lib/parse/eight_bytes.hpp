#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// Processes eight bytes of text at a time in a machine word. Words and numbers in a line are
/// short, and a loop over their bytes mispredicts the branch at its end. The techniques are those
/// of Hacker's Delight, 6-1, and Lemire, "Number parsing at a gigabyte per second", section 5.
namespace cb::parse {

using EightBytes = std::uint64_t;

/// The byte repeated eight times.
constexpr EightBytes eight_of(unsigned char byte)
{
    return EightBytes{byte} * 0x0101010101010101U;
}

/// The bytes from `at` on; the first is the lowest on every machine.
inline EightBytes load_eight(const char* at)
{
    EightBytes bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    if constexpr (std::endian::native == std::endian::big) {
        bytes = __builtin_bswap64(bytes);
    }
    return bytes;
}

/// 0x80 at the first byte equal to `byte`; 0 if there is no such byte.
constexpr EightBytes first_equal(EightBytes bytes, char byte)
{
    const auto difference = bytes ^ eight_of(static_cast<unsigned char>(byte));
    const auto marked = (difference - eight_of(1)) & ~difference & eight_of(0x80);
    return marked & (~marked + 1); // marks after the first may be wrong
}

/// Whether all bytes are digits.
constexpr bool are_digits(EightBytes bytes)
{
    return ((bytes & eight_of(0xF0)) | (((bytes + eight_of(0x06)) & eight_of(0xF0)) >> 4U)) ==
           eight_of(0x33);
}

/// The number spelled by eight digits.
constexpr std::uint32_t number_of_digits(EightBytes bytes)
{
    bytes = (bytes & eight_of(0x0F)) * 2561U >> 8U;
    bytes = (bytes & 0x00FF00FF00FF00FFU) * 6553601U >> 16U;
    return static_cast<std::uint32_t>((bytes & 0x0000FFFF0000FFFFU) * 42949672960001U >> 32U);
}

/// The last `size` (1 to 8) bytes, with '0' for the others.
constexpr EightBytes with_zeros(EightBytes bytes, std::size_t size)
{
    const auto others = (EightBytes{1} << (8 * (8 - size))) - 1;
    return (bytes & ~others) | (eight_of('0') & others);
}

/// A short decimal number: its digits, and how many of them follow the point.
struct ShortDecimal {
    std::uint32_t digits = 0;
    unsigned decimals = 0;
    bool is_number = false;
};

/// Reads the last `size` (1 to 8) bytes: digits with an optional point that is not first; otherwise
/// not a number. Not std::optional, which would repeat a test.
constexpr ShortDecimal short_decimal(EightBytes bytes, std::size_t size)
{
    bytes = with_zeros(bytes, size);
    const auto first = EightBytes{1} << (8 * (8 - size)); // the lowest bit of the first byte
    // Removes the point and moves up what precedes it. Without a branch, because the presence of a
    // point is unpredictable.
    const auto point = first_equal(bytes, '.') >> 7U;
    const EightBytes is_there = point != 0 ? 1 : 0;
    const auto below = bytes & (point - 1); // all bytes if there is no point
    const auto above = bytes & (~(point << 8U) + 1);
    bytes = above | below << (8 * is_there) | '0' * is_there;
    const auto at = static_cast<unsigned>(std::countr_zero(point | EightBytes{1} << 63U)) / 8;
    return {.digits = number_of_digits(bytes),
            .decimals = 7 - at,
            .is_number = are_digits(bytes) && point != first};
}

} // namespace cb::parse
