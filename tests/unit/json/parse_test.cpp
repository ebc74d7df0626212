#include "catch.hpp"
#include "json/parse.hpp"
#include "json/scan.hpp"

using namespace cb;

namespace {

/// The number in a text that consists of it, as the reader sees it.
std::string kind_of(std::string_view number)
{
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, "[" + std::string{number} + "]");
    if (!root) {
        return "refused";
    }
    const auto element = root->at(0).value();
    switch (element.type()) {
    case simdjson::dom::element_type::STRING:
        return "string";
    case simdjson::dom::element_type::DOUBLE:
        return "double";
    default:
        return "whole";
    }
}

} // namespace

TEST_CASE("numbers that fit are read as they are")
{
    CHECK(kind_of("18446744073709551615") == "whole");
    CHECK(kind_of("-9223372036854775808") == "whole");
    CHECK(kind_of("1.0000000000000000000001") == "double");
    CHECK(kind_of("1e308") == "double");
    CHECK(kind_of("-0.0") == "double");
    CHECK(kind_of("1e-9999") == "double");
}

TEST_CASE("whole numbers of more than 64 bits are read as floating point")
{
    CHECK(kind_of("18446744073709551616") == "double");
    CHECK(kind_of("-9223372036854775809") == "double");
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, R"({"a":100000000000000000000,"b":18446744073709551615})");
    REQUIRE(root.has_value());
    CHECK(root->at_key("a").get_double().value() == 1e20);
    CHECK(root->at_key("b").get_uint64().value() == 18446744073709551615U); // still exact
}

TEST_CASE("numbers beyond floating point do not make the rest unreadable, and are no numbers")
{
    CHECK(kind_of("1e999") == "string");
    CHECK(kind_of("-1E+999") == "string");
    CHECK(kind_of("1" + std::string(400, '0')) == "string");
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, R"({"a":"1e999 \" 1e999","b":[1e999,{"c":1}]})");
    REQUIRE(root.has_value());
    CHECK(root->at_key("a").get_string().value() == "1e999 \" 1e999");
    CHECK(root->at_pointer("/b/1/c").get_uint64().value() == 1);
}

TEST_CASE("what is no number is refused, beside a large one as well")
{
    const auto text = GENERATE(as<std::string>{},
                               "01",
                               "1.",
                               ".1",
                               "+1",
                               "-",
                               "1e",
                               "1e+",
                               "0x1",
                               "1.2.3",
                               "--1",
                               "Infinity",
                               "NaN",
                               "01e999",
                               "1.e999",
                               "1e999.5",
                               "1e9e999",
                               "-01e999",
                               "1e999x",
                               "1e999 1");
    INFO(text);
    CHECK(kind_of(text) == "refused");
    CHECK(kind_of("18446744073709551616," + text) == "refused");
}

TEST_CASE("what is not one JSON text is refused")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               " ",
                               "{",
                               "{}{}",
                               "{} x",
                               "{\"a\":}",
                               "{a:1}",
                               "{'a':1}",
                               "[1,]",
                               "{\"a\":1,}",
                               "\"\n\"",
                               "\"\xff\"",
                               "\"\\x\"",
                               "\"\\ud800\"",
                               "// x\n{}",
                               "\"",
                               "\"\\",
                               "99999999999999999999",
                               "{\"a\":\"1e999",
                               std::string("{}\0", 3),
                               std::string(2000, '['));
    INFO(text);
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, text);
    if (text == "99999999999999999999") { // the top level of a JSON text need not be an object
        CHECK(root.has_value());
    } else {
        REQUIRE_FALSE(root.has_value());
        CHECK_THAT(root.error(), Catch::StartsWith("not valid JSON: "));
    }
}

TEST_CASE("a string ends at its first quote that is not escaped")
{
    CHECK(skip_json_string(R"("abc"x)", 0) == 5);
    CHECK(skip_json_string(R"("a\"b"x)", 0) == 6);
    CHECK(skip_json_string(R"("a\\"x")", 0) == 5);
    CHECK(skip_json_string(R"("\\\"")", 0) == 6);
    CHECK(skip_json_string(R"(xx"")", 2) == 4);
    CHECK(skip_json_string(R"("abc)", 0) == 4);
    CHECK(skip_json_string(R"("abc\)", 0) == 5);
    CHECK(skip_json_string("\"", 0) == 1);
}
