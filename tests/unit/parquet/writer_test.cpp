#include "base/error.hpp"
#include "base/gzip.hpp"
#include "catch.hpp"
#include "parquet/thrift.hpp"
#include "parquet/writer.hpp"

#include <limits>
#include <stdexcept>

// The bytes, where the format fixes them. tests/parquet has readers of other people read them.
namespace cb::parquet {

namespace {

std::string hex_of(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4U];
        text += digits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST_CASE("Thrift's compact protocol is written as its specification says")
{
    ThriftWriter writer;
    writer.i32(1, -1)
        .i64(2, 300)
        .text(4, "ab")
        .truth(5, true)
        .truth(6, false)
        .i32(30, 1) // too far from 6 for a short header
        .begin(31)
        .i16(1, 2)
        .end()
        .list(32, ThriftWriter::Element::i32, 2)
        .element(0)
        .element(-2);
    CHECK(hex_of(writer.take()) == "1501"
                                   "16d804"
                                   "28026162"
                                   "11"
                                   "12"
                                   "053c02"
                                   "1c140400"
                                   "19250003"
                                   "00");
    ThriftWriter large;
    large.list(1, ThriftWriter::Element::text, 15);
    CHECK(hex_of(large.take()) == "19f80f00");
}

TEST_CASE("levels are runs of equal levels")
{
    Levels levels;
    levels.add(1, 200);
    levels.add(0);
    levels.add(0);
    CHECK(hex_of(levels.take()) == "05000000"
                                   "900301"
                                   "0400");
    CHECK(hex_of(levels.take()) == "00000000");
}

TEST_CASE("a page holds levels and plain values")
{
    ChunkWriter optional{{"x", Kind::integer, Presence::optional}, Compression::none, 1000};
    optional.add(std::int64_t{-2});
    optional.add(Null{});
    const auto chunk = optional.take();
    CHECK(chunk.values == 2);
    CHECK(chunk.nulls == 1);
    CHECK(
        chunk.pages.ends_with(std::string{"\4\0\0\0\2\1\2\0\xfe\xff\xff\xff\xff\xff\xff\xff", 16}));
    CHECK(optional.take().pages.empty());

    ChunkWriter truths{{"x", Kind::truth, Presence::required}, Compression::none, 1000};
    for (int i = 0; i < 10; ++i) {
        truths.add(i % 2 == 0);
    }
    CHECK(hex_of(truths.take().pages).ends_with("5501"));

    ChunkWriter lists{{"x", Kind::reals, Presence::optional}, Compression::none, 1000};
    const std::vector<double> two{1, 2};
    lists.add(std::span<const double>{two});
    lists.add(std::span<const double>{});
    lists.add(Null{});
    const auto list = lists.take();
    CHECK(list.values == 4);
    CHECK(hex_of(list.pages)
              .ends_with("06000000"
                         "0200"
                         "0201"
                         "0400" // repetitions 0 1 0 0
                         "06000000"
                         "0402"
                         "0201"
                         "0200" // definitions 2 2 1 0
                         "000000000000f03f"
                         "0000000000000040"));
}

TEST_CASE("pages are compressed with gzip, and end after the row that fills them")
{
    ChunkWriter texts{{"x", Kind::text, Presence::required}, Compression::gzip, 100};
    const std::string text(1000, 'x');
    texts.add(std::string_view{text});
    const auto one = texts.take();
    CHECK(one.codec == Codec::gzip);
    const auto at = one.pages.find("\x1f\x8b");
    REQUIRE(at != std::string::npos);
    CHECK(gunzip(one.pages.substr(at), Bytes{5000}).value().substr(4) == text);
    CHECK(static_cast<std::size_t>(one.uncompressed_bytes) == at + 4 + text.size());
    texts.add(std::string_view{text});
    CHECK(texts.bytes() == 1004);
    texts.add(std::string_view{"y"});
    CHECK(texts.take().pages.size() > one.pages.size());
}

TEST_CASE("bounds are of the type, and absent where they would mislead a reader")
{
    Bounds integers;
    CHECK_FALSE(integers.encoded());
    integers.add(std::int64_t{3});
    integers.add(std::int64_t{-1});
    CHECK(hex_of(integers.encoded()->min) == "ffffffffffffffff");
    CHECK(hex_of(integers.encoded()->max) == "0300000000000000");
    Bounds zeros;
    zeros.add(0.0);
    CHECK(hex_of(zeros.encoded()->min) == "0000000000000080");
    CHECK(hex_of(zeros.encoded()->max) == "0000000000000000");
    zeros.add(nan);
    CHECK_FALSE(zeros.encoded());
    Bounds texts;
    texts.add(std::string_view{"b"});
    texts.add(std::string_view{"\xc3\xa4"});
    texts.add(std::string_view{""});
    CHECK(texts.encoded()->min.empty());
    CHECK(texts.encoded()->max == "\xc3\xa4"); // by unsigned bytes
    texts.add(std::string_view{
        "\xff and more than 64 bytes, which no reader needs to tell it from others"});
    CHECK_FALSE(texts.encoded());
}

TEST_CASE("a file begins and ends with the magic bytes, and its groups are bounded")
{
    std::string file;
    std::size_t largest = 0;
    const Settings settings{
        .compression = Compression::none, .max_page_bytes = 4000, .max_group_bytes = 8000};
    Writer writer{[&](std::string_view bytes) {
                      file += bytes;
                      largest = std::max(largest, bytes.size());
                  },
                  {{"x", Kind::integer, Presence::required}},
                  {},
                  "cb",
                  settings};
    for (std::int64_t i = 0; i < 10'000; ++i) {
        const std::vector<Field> row{i};
        writer.add(row);
    }
    CHECK(file.size() > 70'000); // before complete()
    writer.complete();
    CHECK(writer.rows() == 10'000);
    CHECK(largest < 9000);
    CHECK(file.starts_with("PAR1"));
    CHECK(file.ends_with("PAR1"));
}

TEST_CASE("a value that does not fit its column is refused")
{
    ChunkWriter required{{"x", Kind::integer, Presence::required}, Compression::none, 100};
    CHECK_THROWS_AS(required.add(Null{}), std::invalid_argument);
    CHECK_THROWS_AS(required.add(1.5), std::invalid_argument);
    CHECK_THROWS_AS(required.add(std::span<const double>{}), std::invalid_argument);
}

} // namespace cb::parquet
