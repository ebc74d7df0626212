#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

constexpr std::string_view real_log = R"(> Start benchmarks on [fn¹].
    [                                        ] 0%
    [########################################] 100%
    > Merge results.
    > Start linear regression.
    Eqaf.find_uint8: 23845.568626 ns/run.
    B¹ = -7.603465, B² = 11355.394897.
    1 trial(s) for Eqaf.find_uint8.
    {"results": [{"name": "eqaf", "metrics": [{"name": "find_uint8", "value": 1}]}]}
    > Start to test Eqaf.divmod (B¹).
    Eqaf.divmod: 130.514954 ns/run.
    Int32.unsigned_div,Int32.unsigned_rem: 53.477230 ns/run.
    1 trial(s) for Eqaf.divmod.
    {"results": [{"name": "eqaf", "metrics": [{"name": "divmod", "value": 1}]}]}
    Job succeeded
    2022-05-03 10:02.42: Job succeeded)";

constexpr std::string_view output_of_test_repository = R"(env OCAMLRUNPARAM=b ./bench
{"name": "a", "results": [{"name": "t1", "metrics": [{"name": "time", "value": 20, "units": "sec"}]}]}
{"results": [{"name": "t2", "metrics": {"time": "11.04secs"}}]}
{"results": [{"name": "t3", "metrics": [{"name": "n", "value": [0.5, 1.5]}]}], "version": 2}
{""}
)";

} // namespace

// The nine cases from current-bench's tests of its own parser.

TEST_CASE("objects among other lines are found with their lines; a lone CR ends no line")
{
    const auto found = scan("debug line\r\r\n{\"json\": true}\nmore stuff\n"
                            "(Reading database ...\r(Reading database ... 5%\nmore stuff\n"
                            "{\"ok\": [\"yes\"]}\n...",
                            {"json", "ok"});
    CHECK(found.objects ==
          Objects{{R"({"json": true})", 2, 2, 1}, {R"({"ok": ["yes"]})", 6, 6, 1}});
    CHECK(found.rejections.empty());
}

TEST_CASE("an object that comes in two pieces is found")
{
    Recorder recorder;
    Scanner scanner{{"json", "ok"}, recorder};
    scanner.feed("{\"json\": true}\nignore\nthis\n{\"ok");
    CHECK(recorder.seen.objects == Objects{{R"({"json": true})", 1, 1, 1}});
    scanner.feed("\": {\"more\":\n \"is coming\"}}\n{");
    scanner.finish();
    REQUIRE(recorder.seen.objects.size() == 2);
    CHECK(recorder.seen.objects[1] ==
          Recorded::Object{"{\"ok\": {\"more\":\n \"is coming\"}}", 4, 5, 1});
}

TEST_CASE("braces that hold no JSON are no objects")
{
    const auto found = scan("{{{ this isn't json }}}", {"this"});
    CHECK(found.objects.empty());
    CHECK(found.rejections.empty());
}

TEST_CASE("a record of a programming language is no object")
{
    const auto found =
        scan("{\n s =\n (module struct\n type t = int\n\n let x = 1\n end);\n }", {"s"});
    CHECK(found.objects.empty());
    CHECK(found.rejections.empty());
}

TEST_CASE("the objects in a real log are found on their lines")
{
    const auto found = scan(real_log, {"results"});
    REQUIRE(found.objects.size() == 2);
    CHECK(found.objects[0].first_line == 9);
    CHECK(found.objects[0].column == 5);
    CHECK(found.objects[1].first_line == 14);
    CHECK(found.objects[1].last_line == 14);
}

TEST_CASE("numbers with an exponent are read")
{
    const std::string text = R"({"name": "foo", "value": 3.1415926535e-09})";
    CHECK(scan(text, {"value"}).objects == Objects{{text, 1, 1, 1}});
}

TEST_CASE("an object over several lines has its first and its last line")
{
    const auto found = scan("\n  {\n    \"pi\": 3.14,\n\t  \"phi\": 1.618\n  }", {"pi"});
    REQUIRE(found.objects.size() == 1);
    CHECK(found.objects[0].first_line == 2);
    CHECK(found.objects[0].last_line == 5);
    CHECK(found.objects[0].column == 3);
}

TEST_CASE("a good object in a broken one is found")
{
    const auto found =
        scan("{\"Hey now\",\n    \"you're an all star\", {\"get your game on\": \"go "
             "play\"}\n    }",
             {"get your game on"});
    CHECK(found.objects == Objects{{R"({"get your game on": "go play"})", 2, 2, 27}});
}

TEST_CASE("the output of current-bench's test repository has three objects")
{
    const auto found = scan(output_of_test_repository, {"results"});
    REQUIRE(found.objects.size() == 3);
    CHECK(found.objects[0].first_line == 2);
    CHECK(found.objects[2].first_line == 4);
    CHECK(found.rejections.empty());
}

TEST_CASE("objects are found wherever they stand")
{
    const std::string object = R"({"r":[1]})";
    const auto around = GENERATE(as<std::pair<std::string, std::string>>{},
                                 std::pair{"prefix ", " suffix"},
                                 std::pair{"[", "]"},
                                 std::pair{"{", ""},
                                 std::pair{"{ ", "}"},
                                 std::pair{"{ x ", ""},
                                 std::pair{"{{{{", "}}}}"},
                                 std::pair{"\xEF\xBB\xBF", ""},
                                 std::pair{std::string("\0\xFF\xFE\0", 4), "\xC3"},
                                 std::pair{"\x1b[32m", "\x1b[0m"},
                                 std::pair{"10%\r50%\r100%\r", "\r"},
                                 std::pair{"{\"a\":{\"b\":[", "]}}"},
                                 std::pair{"{\"a\":1,", ""},
                                 std::pair{"{\"a\":[", ""},
                                 std::pair{"{\"text\n", "\n"},
                                 std::pair{"{\"text ", ""},
                                 std::pair{"{\"a\":\"text\n", "\n"},
                                 std::pair{"{'a': '", "'}"},
                                 std::pair{"\"", "\""},
                                 std::pair{"\\", ""},
                                 std::pair{"{\"a\":NaN,\"b\":", "}"});
    INFO("before: " << around.first << " behind: " << around.second);
    const auto found = scan(around.first + object + around.second, {"r"});
    REQUIRE(found.objects.size() == 1);
    CHECK(found.objects[0].text == object);
    CHECK(found.rejections.empty());
}

TEST_CASE("objects back to back and in a list are each found")
{
    CHECK(scan(R"({"r":1}{"r":2})", {"r"}).objects.size() == 2);
    CHECK(scan(R"([{"r":1}, {"r":2},{"r":3}])", {"r"}).objects.size() == 3);
}

TEST_CASE("of nested wanted objects the outermost is found")
{
    const std::string text = R"({"r":[{"r":1},{"r":2}]})";
    CHECK(scan(text, {"r"}).objects == Objects{{text, 1, 1, 1}});
}

TEST_CASE("keys are known however they are escaped, and values are no keys")
{
    CHECK(scan(R"({"r\u0065sult\u0073":1})", {"results"}).objects.size() == 1);
    CHECK(scan(R"({"r\u006Fw":1})", {"row"}).objects.size() == 1);
    CHECK(scan(R"({"a":"results"})", {"results"}).objects.empty());
    CHECK(scan(R"({"result":1,"resultss":2,"\u0072\u0065":3})", {"results"}).objects.empty());
}

TEST_CASE("an object with a Windows line end counts one line an end")
{
    const auto found = scan("a\r\nb\r\n{\"r\":\r\n1}\r\n", {"r"});
    REQUIRE(found.objects.size() == 1);
    CHECK(found.objects[0].first_line == 3);
    CHECK(found.objects[0].last_line == 4);
}

TEST_CASE("an object longer than the limit is rejected, and the next one is found")
{
    Recorder recorder;
    Scanner scanner{{"r"}, recorder};
    scanner.feed("\n {\"r\":\"" + std::string(100, 'x') + "\"}\n{\"r\":1}\n", cb::Bytes{64});
    scanner.finish();
    REQUIRE(recorder.seen.rejections.size() == 1);
    CHECK(recorder.seen.rejections[0].line == 2);
    CHECK(recorder.seen.rejections[0].column == 2);
    CHECK_THAT(recorder.seen.rejections[0].reason, CB_CONTAINS("longer"));
    CHECK(recorder.seen.objects == Objects{{R"({"r":1})", 3, 3, 1}});
}

TEST_CASE("an object of just the limit is found")
{
    const std::string object = R"({"r":"12345678"})";
    Recorder recorder;
    Scanner scanner{{"r"}, recorder};
    scanner.feed(object + object, cb::Bytes{object.size()});
    scanner.finish();
    CHECK(recorder.seen.objects.size() == 2);
    CHECK(recorder.seen.rejections.empty());
}
