#include "parquet/thrift.hpp"

#include <utility>

namespace cb::parquet {

namespace {

constexpr std::uint8_t type_true = 1;
constexpr std::uint8_t type_false = 2;
constexpr std::uint8_t type_i16 = 4;
constexpr std::uint8_t type_i32 = 5;
constexpr std::uint8_t type_i64 = 6;
constexpr std::uint8_t type_binary = 8;
constexpr std::uint8_t type_list = 9;
constexpr std::uint8_t type_struct = 12;
/// Field numbers and list sizes from here on do not fit the four bits of a header.
constexpr std::size_t max_nibble = 15;

} // namespace

void append_varint(std::string& bytes, std::uint64_t number)
{
    constexpr unsigned low_bits = 0x7f;
    while (number > low_bits) {
        bytes += static_cast<char>((number & low_bits) | (low_bits + 1));
        number >>= 7U;
    }
    bytes += static_cast<char>(number);
}

void ThriftWriter::append_signed(std::int64_t number)
{
    const auto bits = static_cast<std::uint64_t>(number);
    append_varint(bytes_, (bits << 1U) ^ (number < 0 ? ~std::uint64_t{0} : 0));
}

void ThriftWriter::start(int field, std::uint8_t type)
{
    const int step = field - last_.back();
    last_.back() = field;
    if (step > 0 && step <= static_cast<int>(max_nibble)) {
        bytes_ += static_cast<char>((static_cast<unsigned>(step) << 4U) | type);
    } else {
        bytes_ += static_cast<char>(type);
        append_signed(field);
    }
}

ThriftWriter& ThriftWriter::truth(int field, bool value)
{
    start(field, value ? type_true : type_false);
    return *this;
}

ThriftWriter& ThriftWriter::i16(int field, std::int16_t value)
{
    start(field, type_i16);
    append_signed(value);
    return *this;
}

ThriftWriter& ThriftWriter::i32(int field, std::int32_t value)
{
    start(field, type_i32);
    append_signed(value);
    return *this;
}

ThriftWriter& ThriftWriter::i64(int field, std::int64_t value)
{
    start(field, type_i64);
    append_signed(value);
    return *this;
}

ThriftWriter& ThriftWriter::text(int field, std::string_view value)
{
    start(field, type_binary);
    return element(value);
}

ThriftWriter& ThriftWriter::begin(int field)
{
    start(field, type_struct);
    return begin_element();
}

ThriftWriter& ThriftWriter::list(int field, Element type, std::size_t size)
{
    start(field, type_list);
    const auto low = static_cast<unsigned>(type);
    if (size < max_nibble) {
        bytes_ += static_cast<char>((static_cast<unsigned>(size) << 4U) | low);
    } else {
        bytes_ += static_cast<char>((static_cast<unsigned>(max_nibble) << 4U) | low);
        append_varint(bytes_, size);
    }
    return *this;
}

ThriftWriter& ThriftWriter::element(std::int32_t value)
{
    append_signed(value);
    return *this;
}

ThriftWriter& ThriftWriter::element(std::string_view value)
{
    append_varint(bytes_, value.size());
    bytes_ += value;
    return *this;
}

ThriftWriter& ThriftWriter::begin_element()
{
    last_.push_back(0);
    return *this;
}

ThriftWriter& ThriftWriter::end()
{
    bytes_ += '\0';
    last_.pop_back();
    return *this;
}

std::string ThriftWriter::take()
{
    end();
    last_ = {0};
    return std::exchange(bytes_, {});
}

} // namespace cb::parquet
