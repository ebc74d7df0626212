#include "parquet/chunk.hpp"

#include "base/error.hpp"
#include "base/gzip.hpp"
#include "parquet/thrift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace cb::parquet {

namespace {

/// The sizes of a page have 31 bits; this leaves room for the levels and for data that gzip
/// enlarges.
constexpr std::size_t max_value_bytes = std::numeric_limits<std::int32_t>::max() - (8U << 20U);
constexpr std::size_t max_list = max_value_bytes / sizeof(double);

std::string page_header(std::size_t uncompressed, std::size_t compressed, std::int32_t count)
{
    constexpr std::int32_t data_page = 0;
    const auto rle = static_cast<std::int32_t>(Encoding::rle);
    ThriftWriter header;
    header.i32(1, data_page)
        .i32(2, static_cast<std::int32_t>(uncompressed))
        .i32(3, static_cast<std::int32_t>(compressed))
        .begin(5)
        .i32(1, count)
        .i32(2, static_cast<std::int32_t>(Encoding::plain))
        .i32(3, rle)
        .i32(4, rle)
        .end();
    return header.take();
}

} // namespace

PhysicalType physical_type_of(Kind kind) noexcept
{
    switch (kind) {
    case Kind::truth:
        return PhysicalType::boolean;
    case Kind::real:
    case Kind::reals:
        return PhysicalType::real;
    case Kind::text:
        return PhysicalType::byte_array;
    case Kind::integer:
    case Kind::time:
        break;
    }
    return PhysicalType::int64;
}

void Levels::end_run()
{
    if (count_ > 0) {
        append_varint(runs_, count_ << 1U); // a lowest bit of 0: a run
        runs_ += static_cast<char>(level_);
    }
    count_ = 0;
}

void Levels::add(unsigned level, std::uint64_t count)
{
    if (level != level_) {
        end_run();
        level_ = level;
    }
    count_ += count;
}

std::string Levels::take()
{
    end_run();
    std::string bytes;
    append_int32(bytes, static_cast<std::uint32_t>(runs_.size()));
    return bytes + std::exchange(runs_, {});
}

void ChunkWriter::add(const Field& field)
{
    if (std::holds_alternative<Null>(field)) {
        add_null();
    } else if (const auto* const list = std::get_if<std::span<const double>>(&field)) {
        add_list(*list);
    } else {
        add_value(field);
    }
    if (values_.size() >= max_page_bytes_) {
        end_page();
    }
}

void ChunkWriter::add_null()
{
    if (column_.presence == Presence::required) {
        throw std::invalid_argument{column_.name + " is never NULL"};
    }
    if (column_.kind == Kind::reals) {
        repetitions_.add(0);
    }
    definitions_.add(0);
    ++count_;
    ++chunk_.nulls;
}

/// The lowest level at which a value is there is 0 in a required column, else 1.
void ChunkWriter::add_value(const Field& field)
{
    std::visit(
        [this](const auto& value) {
            using T = std::decay_t<decltype(value)>;
            const auto expect = [this](Kind kind) {
                if (column_.kind != kind) {
                    throw std::invalid_argument{column_.name + " has values of another type"};
                }
            };
            if constexpr (std::is_same_v<T, bool>) {
                expect(Kind::truth);
                append(value);
            } else if constexpr (std::is_same_v<T, std::int64_t>) {
                expect(Kind::integer);
                append(value);
            } else if constexpr (std::is_same_v<T, double>) {
                expect(Kind::real);
                append(value);
            } else if constexpr (std::is_same_v<T, std::string_view>) {
                expect(Kind::text);
                append(value);
            } else if constexpr (std::is_same_v<T, Time>) {
                expect(Kind::time);
                append(static_cast<std::int64_t>(value.time_since_epoch().count()));
            }
        },
        field);
    if (column_.presence == Presence::optional) {
        definitions_.add(1);
    }
    ++count_;
}

/// optional group NAME (LIST) { repeated group list { required double element } }: an element adds
/// one to the level of the list, and each but the first repeats it.
void ChunkWriter::add_list(std::span<const double> list)
{
    if (column_.kind != Kind::reals) {
        throw std::invalid_argument{column_.name + " is not a list"};
    }
    if (list.size() > max_list - max_page_bytes_ / sizeof(double)) {
        throw Error{Errc::bad_input,
                    fmt::format("the list {} has {} numbers, and a Parquet page holds at most {}",
                                column_.name,
                                list.size(),
                                max_list - max_page_bytes_ / sizeof(double))};
    }
    const unsigned level = column_.presence == Presence::optional ? 1 : 0;
    repetitions_.add(0);
    definitions_.add(list.empty() ? level : level + 1, std::max<std::size_t>(list.size(), 1));
    if (list.size() > 1) {
        repetitions_.add(1, list.size() - 1);
    }
    for (const double value : list) {
        append(value);
    }
    count_ += static_cast<std::int32_t>(std::max<std::size_t>(list.size(), 1));
    chunk_.nulls += list.empty() ? 1 : 0;
}

void ChunkWriter::append(bool value)
{
    if (bits_ == 0) {
        values_ += '\0';
    }
    const auto byte = static_cast<unsigned char>(values_.back());
    values_.back() = static_cast<char>(byte | (static_cast<unsigned>(value) << bits_));
    bits_ = (bits_ + 1) % 8;
    chunk_.bounds.add(value);
}

void ChunkWriter::append(std::int64_t value)
{
    append_int64(values_, static_cast<std::uint64_t>(value));
    chunk_.bounds.add(value);
}

void ChunkWriter::append(double value)
{
    append_int64(values_, std::bit_cast<std::uint64_t>(value));
    chunk_.bounds.add(value);
}

void ChunkWriter::append(std::string_view value)
{
    if (value.size() > max_value_bytes - max_page_bytes_) {
        throw Error{Errc::bad_input,
                    fmt::format("{} is a text of {} bytes, which no Parquet page can hold",
                                column_.name,
                                value.size())};
    }
    append_int32(values_, static_cast<std::uint32_t>(value.size()));
    values_ += value;
    chunk_.bounds.add(value);
}

void ChunkWriter::end_page()
{
    if (count_ == 0) {
        return;
    }
    std::string page;
    if (column_.kind == Kind::reals) {
        page += repetitions_.take();
    }
    if (column_.kind == Kind::reals || column_.presence == Presence::optional) {
        page += definitions_.take();
    }
    page += std::exchange(values_, {});
    bits_ = 0;
    const auto plain_bytes = page.size();
    if (compression_ == Compression::gzip) {
        page = gzip(page);
    }
    const auto header = page_header(plain_bytes, page.size(), count_);
    chunk_.values += std::exchange(count_, 0);
    chunk_.uncompressed_bytes += static_cast<std::int64_t>(header.size() + plain_bytes);
    chunk_.pages += header;
    chunk_.pages += page;
    page_bytes_ += plain_bytes;
}

Chunk ChunkWriter::take()
{
    end_page();
    chunk_.codec = compression_ == Compression::gzip ? Codec::gzip : Codec::uncompressed;
    page_bytes_ = 0;
    return std::exchange(chunk_, {});
}

} // namespace cb::parquet
