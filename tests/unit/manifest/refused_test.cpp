#include "catch.hpp"
#include "manifest/manifest.hpp"
#include "samples.hpp"

using namespace cb;
using namespace cb::test;

namespace {

std::string error_of(std::string_view line)
{
    const auto manifest = Manifest::parse(line);
    return manifest ? "accepted" : manifest.error();
}

/// The full manifest with one piece of its text replaced.
std::string full_replacing(std::string_view piece, std::string_view other)
{
    auto line = full_manifest().to_json();
    const auto at = line.find(piece);
    REQUIRE(at != std::string::npos);
    return line.replace(at, piece.size(), other);
}

} // namespace

TEST_CASE("what is no JSON object is refused")
{
    const auto [line, reason] = GENERATE(table<std::string, std::string>({
        {"", "not valid JSON"},
        {"running 5 tests", "not valid JSON"},
        {"[]", "a manifest must be a JSON object"},
        {"7", "a manifest must be a JSON object"},
        {"null", "a manifest must be a JSON object"},
        {"{}", "cb: is missing: this is not a manifest"},
        {R"({"results":[]})", "cb: is missing: this is not a manifest"},
        {R"({"cb":null})", "cb: is missing"},
        {R"({"cb":"1"})", "cb: must be a whole number"},
        {R"({"cb":0,"job":"j"})", "cb: must be the version"},
        {R"({"cb":1})", "job: is missing"},
        {R"({"cb":1,"job":7})", "job: must be a string"},
        {R"({"cb":1,"job":"../x"})", "job: \"../x\" is not a job's identity"},
        {R"({"cb":1,"job":"j"})", "status: is missing"},
        {R"({"cb":1,"job":"j","status":"ok"})", "source: is missing"},
        {R"({"cb":1,"job":"j","status":"ok","source":{}})", "source/repo: is missing"},
        {R"({"cb":1,"job":"j","status":"ok","source":{"repo":""}})",
         "source/repo: must not be empty"},
        {R"({"cb":1,"job":"j","status":"failed","source":{"repo":"r"}})", "failure: is missing"},
        {R"({"cb":1,"job":"j","status":"failed","failure":{},"source":{"repo":"r"}})",
         "failure/stage: is missing"},
        {R"({"cb":1,"job":"j","status":"ok","source":{"repo":"r"},"run":{}})",
         "run/engine: is missing"},
    }));
    INFO(line);
    CHECK_THAT(error_of(line), Catch::StartsWith(reason));
}

TEST_CASE("a newer version is refused with what to do, whatever else it holds")
{
    CHECK(error_of(R"({"cb":2,"job":{"new":"shape"}})") ==
          "cb: this manifest is of version 2, and this cb reads up to 1; upgrade cb");
    CHECK_THAT(error_of(full_replacing("\"cb\":1", "\"cb\":18446744073709551615")),
               CB_CONTAINS("upgrade cb"));
}

TEST_CASE("a wrong type deep inside is named with the path to it")
{
    const auto [piece, other, path] = GENERATE(table<std::string, std::string, std::string>({
        {"\"wall_s\":12.345678", "\"wall_s\":\"12\"", "run/wall_s: must be a number"},
        {"\"user_s\":0.25", "\"user_s\":[]", "run/usage/user_s: must be a number"},
        {"\"cpus\":\"0-3,8\"", "\"cpus\":\"8-3\"", "run/pins/cpus: \"8-3\" is not a list of CPUs"},
        {"\"outcome\":\"signal\"", "\"outcome\":7", "run/iterations/1/outcome: must be a string"},
        {"\"wall_s\":2.5", "\"wall_s\":null", "run/iterations/1/wall_s: is missing"},
        {"\"signal\":11", "\"signal\":4294967296", "run/iterations/1/signal: is out of range"},
        {"\"line\":17", "\"line\":-1", "parse/rejected/0/line: must be a whole number"},
        {"12.5,-0.1", "12.5,\"x\"", "results/0/values/1: must be a number"},
        {"\"avg\":2", "\"avg\":\"2\"", "results/1/summary: \"avg\" must be a number"},
        {"[11,12]", "[11]", "results/0/lines: must hold pairs"},
        {"\"number\":7", "\"number\":7.5", "source/pull/number: must be a whole number"},
        {"\"aaaaaaaa", "\"Aaaaaaaa", "source/commit: \"Aaaaaaaa"},
        {"\"bbbbbbbb", "\"Bbbbbbbb", "source/parents: \"Bbbbbbbb"},
        {"\"direction\":\"higher\"", "\"direction\":[]", "results/1/direction: must be a string"},
        {"\"cached\":true", "\"cached\":1", "build/cached: must be true or false"},
    }));
    INFO(piece);
    CHECK_THAT(error_of(full_replacing(piece, other)), Catch::StartsWith(path));
}

TEST_CASE("a manifest cut off anywhere is refused")
{
    const auto line = full_manifest().to_json();
    for (std::size_t length = 0; length < line.size(); ++length) {
        if (Manifest::parse(std::string_view{line}.substr(0, length))) {
            FAIL("accepted when cut after " << length << " bytes");
        }
    }
    CHECK(error_of(line + line) != "accepted");
    CHECK(error_of(line + "x") != "accepted");
}

TEST_CASE(
    "a known member that appears twice is refused, because readers differ in which one they take")
{
    CHECK(error_of(full_replacing("\"cb\":1", "\"cb\":1,\"cb\":1")) == "cb: appears twice");
    CHECK(error_of(full_replacing("\"status\":\"ok\"",
                                  "\"status\":\"ok\",\"\\u0073tatus\":\"failed\"")) ==
          "status: appears twice");
    CHECK(error_of(full_replacing("\"build\":{\"engine", "\"run\":null,\"build\":{\"engine")) ==
          "run: appears twice");
}

TEST_CASE("nesting without end is refused and does not overflow the stack")
{
    const std::string deep = std::string(100000, '[') + std::string(100000, ']');
    CHECK_THAT(error_of(full_replacing("\"cb\":1", "\"x\":" + deep + ",\"cb\":1")),
               Catch::StartsWith("not valid JSON"));
    const std::string bounded = std::string(1000, '[') + std::string(1000, ']');
    CHECK(error_of(full_replacing("\"cb\":1", "\"x\":" + bounded + ",\"cb\":1")) == "accepted");
}

TEST_CASE("bytes that are no UTF-8 and control characters are refused")
{
    CHECK_THAT(error_of(full_replacing("A CPU", "A \xff")), Catch::StartsWith("not valid JSON"));
    CHECK_THAT(error_of(full_replacing("A CPU", "A \n")), Catch::StartsWith("not valid JSON"));
    CHECK_THAT(error_of(full_replacing("A CPU", std::string_view{"A \0", 3})),
               Catch::StartsWith("not valid JSON"));
}

TEST_CASE("the error about a member of megabytes is one short line")
{
    const auto line =
        full_replacing("\"cpus\":\"0-3,8\"", "\"cpus\":\"" + std::string(1U << 20U, 'x') + "\"");
    CHECK(error_of(line).size() < 300);
}
