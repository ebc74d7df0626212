#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

/// Eight bytes of a text at a time, in a machine word: words and numbers in a line are short, and a
/// loop over their bytes costs a wrong guess of the processor at its end. The techniques are those
/// of Hacker's Delight, 6-1, and of Lemire, "Number parsing at a gigabyte per second", section 5.
namespace cb::parse {

using EightBytes = std::uint64_t;

/// That byte eight times.
constexpr EightBytes eight_of(unsigned char byte)
{
    return EightBytes{byte} * 0x0101010101010101U;
}

/// The bytes from `at` on; the first one is the lowest on every machine.
inline EightBytes load_eight(const char* at)
{
    EightBytes bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    if constexpr (std::endian::native == std::endian::big) {
        bytes = __builtin_bswap64(bytes);
    }
    return bytes;
}

/// 0x80 in place of each byte above ' ', else 0.
constexpr EightBytes above_blank(EightBytes bytes)
{
    return (((bytes & eight_of(0x7F)) + eight_of(0x7F - ' ')) | bytes) & eight_of(0x80);
}

/// 0x80 in place of each byte that is `byte`, else 0.
constexpr EightBytes equal_to(EightBytes bytes, char byte)
{
    const auto difference = bytes ^ eight_of(static_cast<unsigned char>(byte));
    return ~(((difference & eight_of(0x7F)) + eight_of(0x7F)) | difference | eight_of(0x7F));
}

/// The index of the first byte that is not 0; `bytes` is not 0.
constexpr std::size_t first_set(EightBytes bytes)
{
    return static_cast<std::size_t>(std::countr_zero(bytes)) / 8;
}

/// The number that eight digits are; none where a byte is no digit.
constexpr std::optional<std::uint32_t> number_of_digits(EightBytes bytes)
{
    const bool are_digits = ((bytes & eight_of(0xF0)) |
                             (((bytes + eight_of(0x06)) & eight_of(0xF0)) >> 4U)) == eight_of(0x33);
    if (!are_digits) {
        return std::nullopt;
    }
    bytes = (bytes & eight_of(0x0F)) * 2561U >> 8U;
    bytes = (bytes & 0x00FF00FF00FF00FFU) * 6553601U >> 16U;
    return static_cast<std::uint32_t>((bytes & 0x0000FFFF0000FFFFU) * 42949672960001U >> 32U);
}

/// A number in a short decimal form, as digits and how many of them stand behind the point.
struct ShortDecimal {
    std::uint32_t digits = 0;
    unsigned decimals = 0;
};

/// Reads the first `size` (1 to 8) of the bytes: digits, maybe with a point that is not the first
/// of them; none else.
constexpr std::optional<ShortDecimal> short_decimal(EightBytes bytes, std::size_t size)
{
    const auto free = 8 * (8 - size);
    bytes <<= free; // the last one to the top
    const auto zeros = free == 0 ? 0 : eight_of('0') >> (64 - free);
    bytes |= zeros;
    unsigned decimals = 0;
    if (const auto points = equal_to(bytes, '.'); points != 0) {
        const auto at = first_set(points);
        const auto below = bytes & ((EightBytes{1} << (8 * at)) - 1);
        const auto above =
            bytes & ~(((EightBytes{0xFF} << (8 * at)) | ((EightBytes{1} << (8 * at)) - 1)));
        if (at == 8 - size) {
            return std::nullopt;
        }
        bytes = above | below << 8U | EightBytes{'0'};
        decimals = static_cast<unsigned>(7 - at);
    }
    const auto digits = number_of_digits(bytes);
    return digits ? std::optional{ShortDecimal{.digits = *digits, .decimals = decimals}}
                  : std::nullopt;
}

} // namespace cb::parse
