#include "catch.hpp"
#include "json/parse.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace cb;

namespace {

template <typename T> std::string written(const T& value)
{
    return JsonWriter{}.value(value).take();
}

double read_double(const std::string& json)
{
    simdjson::dom::parser parser;
    return parse_json(parser, "[" + json + "]").value().at(0).get_double().value();
}

} // namespace

TEST_CASE("objects and arrays nest, and the writer puts the commas")
{
    JsonWriter json;
    json.begin_object().key("a").begin_array().value(1).value("x").begin_object().end_object();
    json.begin_array().end_array().end_array().member("b", true).key("c").null().end_object();
    CHECK(json.text() == R"({"a":[1,"x",{},[]],"b":true,"c":null})");
}

TEST_CASE("strings are escaped as RFC 8259 asks")
{
    CHECK(written("a\"b\\c/d") == R"("a\"b\\c/d")");
    CHECK(written("\n\r\t") == R"("\n\r\t")");
    CHECK(written(std::string_view{"\0\x01\x1f\x7f", 4}) == "\"\\u0000\\u0001\\u001f\x7f\"");
    CHECK(written("\u20ac\U0001F600") == "\"\u20ac\U0001F600\"");
}

TEST_CASE("every byte alone becomes a string that a reader takes")
{
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text(1, static_cast<char>(byte));
        simdjson::dom::parser parser;
        const auto root = parse_json(parser, "[" + written(text) + "]");
        REQUIRE(root.has_value());
        const std::string_view read = root->at(0).get_string();
        CHECK(read == (byte < 0x80 ? text : "\xEF\xBF\xBD"));
    }
}

TEST_CASE("keys are escaped and repaired, too")
{
    JsonWriter json;
    json.begin_object().member("a\"\xff", 1).end_object();
    CHECK(json.text() == "{\"a\\\"\xEF\xBF\xBD\":1}");
}

TEST_CASE("numbers are written in the shortest text that reads back equal")
{
    CHECK(written(0.1 + 0.2) == "0.30000000000000004");
    CHECK(written(1.0) == "1");
    CHECK(written(std::uint64_t{18446744073709551615U}) == "18446744073709551615");
    CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    const auto number = GENERATE(0.0,
                                 -0.0,
                                 1e300,
                                 1e-300,
                                 1e16,
                                 1e20,
                                 1e22,
                                 123456789.123456789,
                                 std::numeric_limits<double>::max(),
                                 std::numeric_limits<double>::min(),
                                 std::numeric_limits<double>::denorm_min());
    CHECK(read_double(written(number)) == number);
}

TEST_CASE("any finite number reads back equal")
{
    std::mt19937_64 random{4711};
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t bits = random();
        double number = 0;
        static_assert(sizeof number == sizeof bits);
        std::memcpy(&number, &bits, sizeof number);
        if (std::isfinite(number) && read_double(written(number)) != number) {
            FAIL(written(number));
        }
    }
}

TEST_CASE("numbers of few digits are written as fmt writes them")
{
    std::mt19937_64 random{815};
    for (int i = 0; i < 200000; ++i) {
        // Typical tool output: up to 17 digits, with the point nearby.
        const auto digits = random() % (std::uint64_t{1} << (random() % 58));
        const auto number = static_cast<double>(digits) / std::pow(10, random() % 12);
        for (const double signed_number : {number, -number, std::nextafter(number, 1e300)}) {
            if (written(signed_number) != fmt::format("{}", signed_number)) {
                CHECK(written(signed_number) == fmt::format("{}", signed_number));
            }
        }
    }
    for (const double number : {0.0,
                                -0.0,
                                0.5,
                                0.0001,
                                0.00009999,
                                0.001,
                                999.9995,
                                1e15,
                                1e16,
                                9007199254740994.0,
                                999999999999.999,
                                1e12,
                                1000000000000.5,
                                123456789012345.67,
                                9999999999999998.0}) {
        CHECK(written(number) == fmt::format("{}", number));
    }
}

TEST_CASE("a writer with a sink hands on what a writer without keeps")
{
    std::string text;
    std::size_t longest = 0;
    JsonWriter in_pieces{[&](std::string_view piece) {
        text += piece;
        longest = std::max(longest, piece.size());
    }};
    JsonWriter whole;
    for (auto* const json : {&in_pieces, &whole}) {
        json->begin_array();
        for (int i = 0; i < 100000; ++i) {
            json->begin_object().member("n", i * 0.1).end_object();
        }
        json->end_array();
    }
    in_pieces.flush();
    CHECK(longest < 70000);
    CHECK((text == whole.text()));
}

TEST_CASE("a list of numbers is written as its numbers are")
{
    std::vector<double> numbers;
    std::string expected;
    for (std::size_t count = 0; count < 2000; ++count) {
        JsonWriter json;
        if (count % 97 == 0) {
            CHECK(json.begin_object().key("n").values(numbers).end_object().text() ==
                  "{\"n\":[" + expected + "]}");
        }
        numbers.push_back(count % 7 == 0 ? std::nan("") : static_cast<double>(count) / 3);
        expected += (count == 0 ? "" : ",") + written(numbers.back());
    }
}

TEST_CASE("a list of pairs is written as lists of two")
{
    std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs;
    std::string expected;
    for (std::uint64_t count = 0; count < 500; ++count) {
        if (count % 83 == 0) {
            CHECK(JsonWriter{}.values(pairs).text() == "[" + expected + "]");
        }
        pairs.emplace_back(count, std::numeric_limits<std::uint64_t>::max() - count);
        expected += fmt::format(
            "{}[{},{}]", count == 0 ? "" : ",", pairs.back().first, pairs.back().second);
    }
}

TEST_CASE("what JSON has no number for is null")
{
    CHECK(written(std::nan("")) == "null");
    CHECK(written(std::numeric_limits<double>::infinity()) == "null");
    CHECK(written(-std::numeric_limits<double>::infinity()) == "null");
    CHECK(written(std::optional<double>{}) == "null");
    CHECK(written(std::optional<int>{3}) == "3");
}
