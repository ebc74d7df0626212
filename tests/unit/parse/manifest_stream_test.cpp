#include "catch.hpp"
#include "parse/manifest_stream.hpp"

#include <string>

using cb::parse::is_manifest_stream;

TEST_CASE("a byte order mark may precede a manifest")
{
    CHECK(is_manifest_stream("\xEF\xBB\xBF{\"cb\":1,\"job\":\"a\"}\n"));
    CHECK_FALSE(is_manifest_stream("\xEF\xBB\xBF"));
}

TEST_CASE("a line with the members cb and job is a manifest")
{
    CHECK(is_manifest_stream(R"({"cb":1,"job":"a"})"));
    CHECK(is_manifest_stream("\n \r\n\t{ \"job\" : \"a\", \"x\": {\"y\":[1]}, \"cb\" :1}\nrest"));
    CHECK(is_manifest_stream(R"({"cb":1,"job":"a","run":{"output":"cut off here)"));
    CHECK(is_manifest_stream(R"({"a\"b":"}","cb":1,"job":"a"})"));
}

TEST_CASE("what a benchmark prints is no manifest")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "\n\n",
                               "{",
                               "{\"",
                               "{}",
                               "[{\"cb\":1,\"job\":\"a\"}]",
                               "running\n{\"cb\":1,\"job\":\"a\"}",
                               R"({"results":[]})",
                               R"({"cb":1})",
                               "{\"cb\":1}\n{\"job\":\"a\"}",
                               R"({"job":"cb"})",
                               R"({"cb":"job"})",
                               R"({"x":{"cb":1,"job":"a"}})",
                               R"({"x":1} {"cb":1,"job":"a"})");
    INFO(text);
    CHECK_FALSE(is_manifest_stream(text));
}
