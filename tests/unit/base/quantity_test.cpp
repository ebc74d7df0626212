#include "base/quantity.hpp"
#include "catch.hpp"

#include <fmt/format.h>

using namespace cb;
using namespace std::chrono_literals;

TEST_CASE("sizes are whole numbers with powers of 1024")
{
    const auto [text, count] = GENERATE(table<std::string, std::uint64_t>({
        {"0", 0},
        {"4096B", 4096},
        {"12B", 12},
        {"512K", 524288},
        {"512k", 524288},
        {"512KB", 524288},
        {"1KiB", 1024},
        {"64M", 67108864},
        {"4G", 4294967296},
        {"4GiB", 4294967296},
        {"1T", 1099511627776},
        {"007B", 7},
        {"8388607T", 9223370937343148032U},
        {"9223372036854775807B", 9223372036854775807U},
    }));
    INFO(text);
    CHECK(Bytes::parse(text)->count() == count);
}

TEST_CASE("what is no size is refused")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "-1",
                               "+1",
                               " 1",
                               "1 ",
                               "4Q",
                               "4GB1",
                               "G",
                               "B",
                               "1.5G",
                               "0x10",
                               "1e3",
                               "4iB",
                               "4GiBB",
                               "4 G",
                               "1,5",
                               std::string("4\0", 2));
    INFO(text);
    REQUIRE_FALSE(Bytes::parse(text).has_value());
    CHECK_THAT(Bytes::parse(text).error(), CB_CONTAINS("is not a size"));
}

TEST_CASE("sizes of more than 63 bits are too large")
{
    const auto text = GENERATE(as<std::string>{},
                               "99999999999T",
                               "8388608T",
                               "9223372036854775808B",
                               "18446744073709551616",
                               "99999999999999999999999999999999999999");
    INFO(text);
    REQUIRE_FALSE(Bytes::parse(text).has_value());
    CHECK_THAT(Bytes::parse(text).error(), CB_CONTAINS("too large"));
}

TEST_CASE("a size is printed in the largest unit that divides it and reads back equal")
{
    const auto [count, text] = GENERATE(table<std::uint64_t, std::string>({
        {0, "0"},
        {1000, "1000B"},
        {1024, "1K"},
        {1536U << 20U, "1536M"},
        {4294967296, "4G"},
        {std::uint64_t{1} << 42U, "4T"},
    }));
    CHECK(Bytes{count}.to_string() == text);
    CHECK(Bytes::parse(text) == Bytes{count});
}

TEST_CASE("a size without a unit is asked about")
{
    const auto text = GENERATE(as<std::string>{}, "1", "512", "4096", "9223372036854775807");
    REQUIRE_FALSE(Bytes::parse(text).has_value());
    CHECK(Bytes::parse(text).error() ==
          fmt::format("\"{0}\" has no unit; write {0}B if bytes are meant, {0}M for MiB", text));
}

TEST_CASE("a time without a unit is asked about")
{
    const auto text = GENERATE(as<std::string>{}, "1", "90", "0.1", "99999999999999999999");
    REQUIRE_FALSE(parse_duration(text).has_value());
    CHECK(parse_duration(text).error() ==
          fmt::format("\"{0}\" has no unit; write {0}s if seconds are meant, {0}m for minutes",
                      text));
}

TEST_CASE("durations are numbers with a unit")
{
    const auto [text, time] = GENERATE(table<std::string, Duration>({
        {"90s", 90s},
        {"1.5m", 90s},
        {"2h", 2h},
        {"1d", 24h},
        {"250ms", 250ms},
        {"3us", 3us},
        {"5min", 5min},
        {"0", 0s},
        {".5s", 500ms},
        {"0.1s", 100ms},
        {"0.0", 0s},
    }));
    INFO(text);
    CHECK(parse_duration(text) == time);
}

TEST_CASE("what is no duration is refused")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "-1",
                               "-0",
                               "+1",
                               "s",
                               "1e5",
                               "inf",
                               "nan",
                               "infinity",
                               "1 s",
                               "1w",
                               "1S",
                               "1..5",
                               "0x1",
                               "36526d",
                               "99999999999999999999s",
                               "876601h",
                               std::string(400, '9'));
    INFO(text);
    CHECK_FALSE(parse_duration(text).has_value());
}

TEST_CASE("a hundred years is the longest duration")
{
    CHECK(parse_duration("876600h").has_value());
    CHECK(seconds(parse_duration("90m").value()) == 5400.0);
}

TEST_CASE("counts are decimal and within their bounds")
{
    CHECK(parse_count("1", 1, 9) == 1U);
    CHECK(parse_count("010", 1, 99) == 10U); // never octal
    CHECK(parse_count("18446744073709551615", 0, ~std::uint64_t{0}) == ~std::uint64_t{0});
    const auto text = GENERATE(
        as<std::string>{}, "", "-1", "+1", "0", "10", "1 ", " 1", "1.0", "18446744073709551616");
    INFO(text);
    REQUIRE_FALSE(parse_count(text, 1, 9).has_value());
    CHECK(parse_count(text, 1, 9).error() == "\"" + text + "\" is not a whole number from 1 to 9");
}

TEST_CASE("an error message does not repeat a text of megabytes")
{
    const std::string hostile(std::size_t{1} << 20U, 'x');
    CHECK(Bytes::parse(hostile).error().size() < 300);
    CHECK(parse_duration(hostile).error().size() < 300);
    CHECK(parse_count(hostile, 0, 1).error().size() < 300);
}

TEST_CASE("a change is a percentage with a sign and a space")
{
    CHECK(to_signed_percent(0.0612) == "+6.1 %");
    CHECK(to_signed_percent(-0.5, 2) == "-50.00 %");
    CHECK(to_signed_percent(0) == "+0.0 %");
}
