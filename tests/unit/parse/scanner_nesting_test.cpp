#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

// Lists of elements, nested objects, and which sink calls they cause.

namespace {

/// A list of that many elements with more than 200 bytes each.
std::string list_of_elements(std::size_t count)
{
    std::string text = R"({"context":{"cpu":1},"list":[)";
    for (std::size_t i = 0; i < count; ++i) {
        text +=
            fmt::format(R"({}{{"n":{},"x":"{}"}})", i == 0 ? "" : ",\n", i, std::string(200, 'x'));
    }
    return text + "]}";
}

} // namespace

TEST_CASE("the elements of a key's list are found, and the object that is its value")
{
    const std::vector<Key> keys{{"list", Key::Finds::elements}};
    CHECK(scan(R"({"a":1,"list":[{"b":{"c":[{}]}},7,{"d":2},[{"e":3}]],"f":{"g":4}})", keys)
              .objects == Objects{{R"({"b":{"c":[{}]}})", 1, 1, 16}, {R"({"d":2})", 1, 1, 35}});
    CHECK(scan(R"({"list":{"list":1}, "x":{"list":"y","z":{}}})", keys).objects ==
          Objects{{R"({"list":1})", 1, 1, 9}});
}

TEST_CASE("a key behind a short list of elements wants all of the object")
{
    const auto text = list_of_elements(10);
    const auto whole = text.substr(0, text.size() - 1) + R"(,"r":1})";
    const auto found = scan(whole, {{"list", Key::Finds::elements}, {"r"}});
    REQUIRE(found.objects.size() == 1);
    CHECK(found.objects.front().text == whole);
}

TEST_CASE("a list of elements may be longer than an object may be")
{
    const auto text = list_of_elements(20000) + "\n{\"r\":1}";
    for (const std::size_t piece : {std::size_t{1000}, std::size_t{65536}, text.size()}) {
        Recorder recorder;
        Scanner scanner{{{"list", Key::Finds::elements}, {"r"}}, recorder};
        for (std::size_t at = 0; at < text.size(); at += piece) {
            scanner.feed(std::string_view{text}.substr(at, piece), cb::Bytes{2U << 20U});
        }
        scanner.finish();
        CHECK(recorder.seen.rejections.empty());
        REQUIRE(recorder.seen.objects.size() == 20001);
        CHECK(recorder.seen.objects[1].first_line == 2);
        CHECK(recorder.seen.objects[19999].first_line == 20000);
        CHECK(recorder.seen.objects[19999].column == 1);
        CHECK(recorder.seen.objects.back().first_line == 20001);
    }
}

TEST_CASE("a key may want the object two levels above it")
{
    const std::vector<Key> keys{{"value", Key::Finds::grandparent}};
    CHECK(scan(R"({"a":{"latency":{"value":1}}} {"value":1} {"a":{"value":2}} {"a":[{"value":3}]})",
               keys)
              .objects == Objects{{R"({"a":{"latency":{"value":1}}})", 1, 1, 1}});
}

TEST_CASE("of an object that nobody uses those inside are found, each with its lines")
{
    Recorder recorder;
    recorder.use = ObjectSink::Use::left;
    Scanner scanner{{"r"}, recorder};
    scanner.feed("{\"r\":[\n{\"r\":{\"r\":1}},\n{\"x\":{\"r\":2}}]}\n{\"r\":3}");
    scanner.finish();
    CHECK(recorder.seen.rejections.empty());
    CHECK(recorder.seen.objects ==
          Objects{{"{\"r\":[\n{\"r\":{\"r\":1}},\n{\"x\":{\"r\":2}}]}", 1, 3, 1},
                  {R"({"r":{"r":1}})", 2, 2, 1},
                  {R"({"r":1})", 2, 2, 6},
                  {R"({"r":2})", 3, 3, 6},
                  {R"({"r":3})", 4, 4, 1}});
}

TEST_CASE("what is shown of nested objects that nobody uses is linear in them")
{
    std::string text;
    constexpr int depth = 900;
    for (int i = 0; i < depth; ++i) {
        text += R"({"r":1,"x":)";
    }
    text += "0" + std::string(depth, '}') + R"( {"r":2})";
    Recorder recorder;
    recorder.use = ObjectSink::Use::left;
    Scanner scanner{{"r"}, recorder};
    scanner.feed(text);
    scanner.finish();
    std::size_t shown = 0;
    for (const auto& object : recorder.seen.objects) {
        shown += object.text.size();
    }
    CHECK(shown < 9 * text.size());
    CHECK(recorder.seen.objects.back().text == R"({"r":2})");
    REQUIRE(recorder.seen.rejections.size() == 1);
    CHECK(recorder.seen.rejections[0].reason == "is nested too deep in others to be looked at");
}

TEST_CASE("the value of a key that any object may have is not early, and its mistakes are nobody's")
{
    const std::vector<Key> keys{{"list", Key::Finds::elements}, {"r"}};
    CHECK(scan(R"({"list":{'a':1}} {"list":{"a":1)", keys).rejections.empty());
    CHECK(scan(R"({"list":{'a':1,"r":1}})", keys).rejections.size() == 1);
    CHECK(scan(R"({"list":[{'a':1}]})", keys).rejections.size() == 1);
    const auto late = R"({"log":")" + std::string(1100000, 'x') + R"(","list":{"a":1},"r":2})";
    const auto found = scan(late, keys);
    REQUIRE(found.objects.size() == 1);
    CHECK(found.objects[0].text == late);
}
