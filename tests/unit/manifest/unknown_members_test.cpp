#include "catch.hpp"
#include "manifest/manifest.hpp"
#include "manifest/unknown_members.hpp"
#include "samples.hpp"

using namespace cb;
using namespace cb::test;

namespace {

std::string unknown_in(std::string_view members)
{
    const auto manifest =
        Manifest::parse(R"({"cb":1,"job":"j","status":"ok",)" + std::string{members} + "}");
    REQUIRE(manifest.has_value());
    return manifest->unknown_members();
}

} // namespace

TEST_CASE("what is unknown is found wherever sections are, as written")
{
    CHECK(unknown_in(R"("source":{"repo":"r"})").empty());
    CHECK(unknown_in(
              R"("z":{ "a":[1.50] },"source":{"x":1e999,"repo":"r","\u0079":"\u0000"},"a":null)") ==
          R"({"source":{"x":1e999,"\u0079":"\u0000"},"z":{ "a":[1.50] },"a":null})");
    // Sections come in one order, and what is unknown in the order of the manifest.
    CHECK(unknown_in(R"("config":{"q":1},"source":{"repo":"r","k":2,"k":1})") ==
          R"({"source":{"k":2,"k":1},"config":{"q":1}})");
    CHECK(unknown_in(
              R"("source":{"repo":"r","pull":{"number":1,"title":"","author":"","base":"",)"
              R"("label":[ ]}},"parse":{"format":"cb","found":0,"rejected":[)"
              R"({"line":1,"column":1,"reason":""},{"line":1,"column":1,"reason":"","r":2}]})") ==
          R"({"source":{"pull":{"label":[ ]}},"parse":{"rejected":{"1":{"r":2}}}})");
    // What results have is not stored, and another store's answer is not this one's.
    CHECK(unknown_in(R"("source":{"repo":"r"},"store":{"backend":"b","new":true,"x":1},"results":[)"
                     R"({"benchmark":"b","test":"t","metric":"m","x":1}])")
              .empty());
    CHECK(unknown_in(R"("source":{"repo":"r"},"failure":{"x":1},"build":null)").empty());
}

TEST_CASE("a manifest made here has nothing unknown")
{
    auto manifest = Manifest::parse(R"({"cb":1,"job":"j","status":"ok","source":{"repo":"r"}})");
    manifest->set(full_build());
    manifest->set(full_run());
    manifest->set(full_facts(), full_results());
    CHECK(manifest->unknown_members().empty());
}

TEST_CASE("what was unknown goes back to where it was")
{
    CHECK(with_unknown_members(R"({"a":1})", "") == R"({"a":1})");
    CHECK(with_unknown_members("{}", "{}") == "{}");
    CHECK(with_unknown_members("{}", R"({"x":1.50})") == R"({"x":1.50})");
    CHECK(with_unknown_members(
              R"({"s":{"a":1},"l":[{},{"a":2}],"n":null})",
              R"({"s":{"x":[ ]},"l":{"1":{"y":{}},"7":{"z":1}},"n":{"w":1},"k":1,"k":2})") ==
          R"({"s":{"a":1,"x":[ ]},"l":[{},{"a":2,"y":{}}],"n":null,"k":1,"k":2})");
    // Texts of any depth do not exhaust the stack.
    std::string head, tail;
    for (int i = 0; i < 100'000; ++i) {
        head += "{\"a\":";
        tail += "}";
    }
    const auto deep = head + "1" + tail;
    CHECK(with_unknown_members(deep, deep) == deep);
    // What this program writes itself counts.
    CHECK(with_unknown_members(R"({"a":1})", R"({"a":2,"b":3})") == R"({"a":1,"b":3})");
}
