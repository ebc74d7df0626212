#include "catch.hpp"
#include "manifest/manifest.hpp"
#include "samples.hpp"

using namespace cb;
using namespace cb::test;

namespace {

/// A manifest with this text among its members.
std::string with(std::string_view members)
{
    return R"({"cb":1,"job":"j",)" + std::string{members} +
           R"(,"status":"ok","source":{"repo":"r"}})";
}

} // namespace

TEST_CASE("members that are not known pass byte for byte")
{
    const auto member = GENERATE(as<std::string>{},
                                 R"("x":1.0000000000000000000001)",
                                 R"("x":123456789012345678901234567890)",
                                 R"("x":-123456789012345678901234567890)",
                                 R"("x":1e999)",
                                 R"("x":[1E+2,-0,-0.0,0.10,1e-999])",
                                 R"("x":{"a" : [ 1 ,2,	{"b":null} ] , "c":"}"})",
                                 R"("x":"\u00e9\/\b\f\n\r\t\"\\\ud83d\ude00\u0000")",
                                 R"("x":"é😀")",
                                 R"("x":{"k":1,"k":2})",
                                 R"("x":1,"x":2)",
                                 R"("":"")",
                                 R"("\u0078":true)",
                                 R"("a\"}{b":false)",
                                 R"("é😀":[])",
                                 R"("":{"":{"":[]}})",
                                 R"("x":{"run":{"pins":7},"status":"failed"})",
                                 R"("x":"\\")",
                                 R"("x":"\\\"")",
                                 R"("x":[[[[[[[["]"]]]]]]]])");
    INFO(member);
    auto manifest = Manifest::parse(with(member));
    REQUIRE(manifest.has_value());
    CHECK(manifest->to_json() == with(member));
    manifest->set(full_build());
    manifest->fail({Stage::run, "a", "b"});
    CHECK_THAT(manifest->to_json(), CB_CONTAINS("," + member + ","));
}

TEST_CASE("known members pass byte for byte as well, with what is unknown in them")
{
    const std::string line =
        R"({"source":{"x":1.50,"repo":"\u0072"} , "results":[ {"metric":"m","test":"t","benchmark":"b",)"
        R"("values":[1.0,2e0],"extra":{}} ],"status":"ok","cb":1,"run_later":true,"job":"j"})";
    const auto manifest = Manifest::parse(line);
    REQUIRE(manifest.has_value());
    CHECK(manifest->results().front().values == std::vector<double>{1, 2});
    CHECK(
        manifest->to_json() ==
        R"({"source":{"x":1.50,"repo":"\u0072"},"results":[ {"metric":"m","test":"t","benchmark":"b",)"
        R"("values":[1.0,2e0],"extra":{}} ],"status":"ok","cb":1,"run_later":true,"job":"j"})");
}

TEST_CASE("setting a member leaves all others as they are, in their places")
{
    auto manifest = Manifest::parse(
        R"({"z":1.0,"cb":1,"run":{"engine":"docker","image":"","started_at":"","wall_s":1,"outcome":"ok",)"
        R"("pins":{"aslr":"on"},"usage":{},"fitness":{"verdict":"clean"},"host":{"key":"","name":"",)"
        R"("cpu":"","kernel":"","cpus_online":0,"memory_bytes":0},"output":""},"job":"j" ,)"
        R"("status" : "ok","a":[ ],"source":{"repo":"r"}})");
    REQUIRE(manifest.has_value());
    manifest->set(full_run());
    const auto line = manifest->to_json();
    CHECK(line.starts_with(R"({"z":1.0,"cb":1,"run":{"engine":"docker","image":"sha256:1234",)"));
    CHECK(line.ends_with(R"(},"job":"j","status":"ok","a":[ ],"source":{"repo":"r"}})"));
    manifest->set(full_facts(), full_results());
    CHECK(manifest->to_json().starts_with(line.substr(0, line.size() - 1) + ",\"parse\":"));
}

TEST_CASE("another command keeps what is unknown in the configuration")
{
    auto manifest = Manifest::parse(
        with(R"("config":{ "queue":[1.0 ],"n\u0061me":"x","deep":{"a" :"}"},"command":["old"]})"));
    REQUIRE(manifest.has_value());
    manifest->reconfigure({"make"}, std::nullopt);
    CHECK_THAT(manifest->to_json(),
               CB_CONTAINS(R"("config":{"name":"x","command":["make"],)"
                           R"("worker":null,"queue":[1.0 ],"deep":{"a" :"}"}})"));
    auto bare = Manifest::parse(with(R"("config":null)"));
    bare->reconfigure({"make"}, std::nullopt);
    CHECK_THAT(bare->to_json(), CB_CONTAINS(R"("config":{"name":"default","command":["make"],)"));
}

TEST_CASE("a key that is spelled with escapes is the member that it means")
{
    auto manifest = Manifest::parse(with(R"("\u0062uild":null)"));
    REQUIRE(manifest.has_value());
    manifest->set(full_build());
    CHECK_THAT(manifest->to_json(), CB_CONTAINS(R"("\u0062uild":{"engine":"podman")"));
    CHECK(Manifest::parse(manifest->to_json())->build() == full_build());
}

TEST_CASE("blanks around a manifest are not part of it")
{
    const auto manifest =
        Manifest::parse(" \t{ \"cb\" : 1 ,\"job\":\"j\",\"status\":\"ok\",\"source\":"
                        "{\"repo\":\"r\"}\r\n} \r");
    REQUIRE(manifest.has_value());
    CHECK(manifest->to_json() == R"({"cb":1,"job":"j","status":"ok","source":{"repo":"r"}})");
}

TEST_CASE("whole numbers that other programs write in 21 digits are samples")
{
    const auto manifest = Manifest::parse(with(
        R"("results":[{"benchmark":"b","test":"t","metric":"m","values":[100000000000000000000,1]}])"));
    REQUIRE(manifest.has_value());
    CHECK(manifest->results().front().values == std::vector<double>{1e20, 1});
}

TEST_CASE("many members are read in time that grows with their number alone")
{
    std::string members = "\"x0\":0";
    for (int i = 1; i < 50000; ++i) {
        members += ",\"x" + std::to_string(i) + "\":[" + std::to_string(i) + "]";
    }
    const auto manifest = Manifest::parse(with(members));
    REQUIRE(manifest.has_value());
    CHECK((manifest->to_json() == with(members)));
}
