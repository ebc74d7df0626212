#include "parquet/bounds.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace cb::parquet {

namespace {

constexpr std::size_t max_text_bytes = 64;

template <typename Number> void append_little_endian(std::string& bytes, Number number)
{
    constexpr unsigned byte = 0xff;
    for (unsigned shift = 0; shift < 8 * sizeof number; shift += 8) {
        bytes += static_cast<char>((number >> shift) & byte);
    }
}

template <typename T> std::string encode(T number)
{
    std::string bytes;
    append_int64(bytes, std::bit_cast<std::uint64_t>(number));
    return bytes;
}

} // namespace

void append_int32(std::string& bytes, std::uint32_t number)
{
    append_little_endian(bytes, number);
}

void append_int64(std::string& bytes, std::uint64_t number)
{
    append_little_endian(bytes, number);
}

void Bounds::add(bool value)
{
    add(std::int64_t{value ? 1 : 0});
    type_ = Type::truth;
}

void Bounds::add(std::int64_t value)
{
    min_integer_ = type_ == Type::none ? value : std::min(min_integer_, value);
    max_integer_ = type_ == Type::none ? value : std::max(max_integer_, value);
    type_ = Type::integer;
}

void Bounds::add(double value)
{
    if (std::isnan(value)) {
        has_nan_ = true;
        return;
    }
    min_real_ = type_ == Type::none ? value : std::min(min_real_, value);
    max_real_ = type_ == Type::none ? value : std::max(max_real_, value);
    type_ = Type::real;
}

void Bounds::add(std::string_view value)
{
    if (type_ == Type::none || value < min_text_) {
        min_text_ = value;
    }
    if (type_ == Type::none || value > max_text_) {
        max_text_ = value;
    }
    type_ = Type::text;
}

std::optional<Bounds::Encoded> Bounds::encoded() const
{
    if (has_nan_ || std::max(min_text_.size(), max_text_.size()) > max_text_bytes) {
        return std::nullopt;
    }
    switch (type_) {
    case Type::truth:
        return Encoded{std::string(1, static_cast<char>(min_integer_)),
                       std::string(1, static_cast<char>(max_integer_))};
    case Type::integer:
        return Encoded{encode(min_integer_), encode(max_integer_)};
    case Type::real: // a zero of either sign is within the bounds, as the format demands
        return Encoded{encode(min_real_ == 0 ? -0.0 : min_real_),
                       encode(max_real_ == 0 ? 0.0 : max_real_)};
    case Type::text:
        return Encoded{min_text_, max_text_};
    case Type::none:
        break;
    }
    return std::nullopt;
}

} // namespace cb::parquet
