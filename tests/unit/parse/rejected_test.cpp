#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

using Entries = std::vector<std::string>;

const std::string bad_trend = R"(must be "lower-is-better", "higher-is-better" or "")";

} // namespace

TEST_CASE("a bad metric is named with its place, and the others are kept")
{
    const auto found = cb_results(R"(noise
  {"results": [
    {"name": "t", "metrics": [
      {"name": "good", "value": 1},
      {"name": "bad", "value": "fast"}, {"name": "worse", "value": [1, true]},
      {"name": "no value"},
      {"value": 1},
      {"name": 5, "value": 1},
      {"name": "a\u0000b", "value": 1},
      {"name": "trend", "value": 1, "trend": "up"},
      {"name": "trend 2", "value": 1, "trend": 1},
      7,
      {"name": "good 2", "value": 2}
    ]},
    {"metrics": []},
    {"name": "no metrics"},
    {"name": "bad metrics", "metrics": "x"},
    8,
    {"name": "v1", "metrics": {"good": 1, "bad": "fast", "b\u0000d": 1}}
  ]})");
    CHECK(found.results.size() == 3);
    CHECK(
        rejected_lines(found) ==
        Entries{R"(5:32 results/0/metrics/1/value: "fast" is not a number with or without a unit)",
                R"(5:72 results/0/metrics/2/value/1: must be a number or a text such as "12.5ms")",
                "6:7 results/0/metrics/3/value: is missing",
                "7:7 results/0/metrics/4/name: is missing",
                "8:16 results/0/metrics/5/name: must be a string without NUL bytes",
                "9:16 results/0/metrics/6/name: must be a string without NUL bytes",
                "10:46 results/0/metrics/7/trend: " + bad_trend,
                "11:48 results/0/metrics/8/trend: " + bad_trend,
                "12:7 results/0/metrics/9: must be an object",
                "15:5 results/1/name: is missing",
                "16:5 results/2/metrics: is missing",
                "17:40 results/3/metrics: must be a list or an object",
                "18:5 results/4: must be an object",
                R"(19:50 results/5/metrics/bad: "fast" is not a number with or without a unit)",
                "19:70 results/5/metrics/b\uFFFDd: must be a name without NUL bytes"});
}

TEST_CASE("an object that tries to be a result is named")
{
    CHECK(rejected_lines(cb_results(R"({"results":[{"metrics":[{"value":1}]}]})")) ==
          Entries{"1:13 results/0/name: is missing"});
    CHECK(rejected_lines(
              cb_results(R"(x {"name":"t","metrics":[{"name":"m","value":1,"units":"s"}]})")) ==
          Entries{R"(1:3 results: is missing, and "metrics" belongs into it)"});
}

TEST_CASE("a broken object that mentions results is named where it is broken")
{
    struct Case {
        std::string text, place, reason;
    };
    const auto c = GENERATE(values<Case>({
        {R"({"results":[{"name":"t",}]})", "1:25", "a comma before '}'"},
        {R"({"results":[1,]})", "1:15", "a comma before ']'"},
        {R"({"results":[1 2]})", "1:15", "',' or the closing bracket was expected"},
        {R"({"results":tr ue})", "1:15", "',' or the closing bracket was expected"},
        {R"({"results":[] "name":"t"})", "1:15", "',' or the closing bracket was expected"},
        {R"({"results" []})", "1:12", "':' was expected"},
        {R"({"results":,})", "1:12", "a value was expected"},
        {R"({"results":#})", "1:12", "a value was expected"},
        {R"({"results":[],name:1})", "1:15", "a key in double quotes was expected"},
        {R"({"results":[}])", "1:13", "a value was expected"},
        {"{'results': [{'name': 't'}]}", "1:2", "json.dumps"},
        {R"({'results': 'it"s'})", "1:13", "single quotes"},
        {"{\"results\":\x1b[31m[]}", "1:12", "terminal escape sequence"},
        {"{\"results\":\x1b]0;[]}", "1:13", "terminal escape sequence"},
        {R"({"results":["C:\path"]})", "1:16", "double it"},
        {R"({"results":["\u00g0"]})", "1:1", "not valid JSON"},
        {"a\n{\"results\":[\nwarning: b", "3:8", "',' or the closing bracket was expected"},
        {"a\n {\"results\":[\n1,", "2:2", "has no end"},
        {R"({"results":"abc)", "1:1", "has no end"},
    }));
    INFO(c.text);
    const auto entries = rejected_lines(cb_results(c.text));
    REQUIRE(entries.size() == 1);
    CHECK_THAT(entries[0], CB_CONTAINS(c.place + " : not valid JSON"));
    CHECK_THAT(entries[0], CB_CONTAINS(c.reason));
}

TEST_CASE("an object that is cut off costs nothing of the next one")
{
    const auto whole = with_value("1");
    const auto length = GENERATE_COPY(range(std::size_t{0}, whole.size()));
    const auto cut = whole.substr(0, length);
    INFO(cut);
    const auto found = cb_results(cut + "\n" + whole + "\nend\n");
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0].lines == decltype(cb::Result::lines){{2, 2}});
    // A truncated object is reported once it mentions results, and so is a complete test in it.
    const std::size_t object = length >= std::string_view{R"({"results")"}.size() ? 1 : 0;
    const std::size_t whole_test = length >= whole.size() - 2 ? 1 : 0;
    CHECK(found.rejected.size() == object + whole_test);
}

TEST_CASE("an object nested too deep is named")
{
    const std::size_t deep = 2000;
    const auto text =
        R"({"results":)" + std::string(deep, '[') + std::string(deep, ']') + "}" + with_value("1");
    const auto found = cb_results(text);
    CHECK(found.results.size() == 1);
    REQUIRE(found.rejected.size() == 1);
    CHECK_THAT(found.rejected[0].reason, CB_CONTAINS("deeper"));
}

TEST_CASE("of very many rejected entries the number is told")
{
    std::string text;
    for (int i = 0; i < 5000; ++i) {
        text += R"({"results":[{"metrics":[]}]})"
                "\n";
    }
    const auto found = cb_results(text);
    REQUIRE(found.rejected.size() == 1001);
    CHECK(found.rejected[999].reason == "is missing");
    CHECK(found.rejected[1000].line == 1001);
    CHECK(found.rejected[1000].reason == "this and 3999 later entries were rejected, too");
}

TEST_CASE("of very many bad metrics in one object the number is told, too")
{
    std::string metrics = "1";
    for (int i = 1; i < 5000; ++i) {
        metrics += ",1";
    }
    const auto found = cb_results(R"({"results":[{"name":"t","metrics":[)" + metrics + "]}]}");
    REQUIRE(found.rejected.size() == 1001);
    CHECK(found.rejected[999].field == "results/0/metrics/999");
    CHECK(found.rejected[1000].reason == "this and 3999 later entries were rejected, too");
}

TEST_CASE("a rejected entry costs the same wherever it is found")
{
    // Places of fields are looked up by path, and hostile keys can make paths long.
    const std::string key(100000, 'k');
    std::string list = "1";
    for (int i = 0; i < 20000; ++i) {
        list += ",1";
    }
    const auto found =
        cb_results(R"({")" + key + R"(":[)" + list + R"(],"results":[{"metrics":[]}]})");
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected[0].column == key.size() + list.size() + 19);
}

TEST_CASE("a key that is written with escapes is found in its place")
{
    CHECK(rejected_lines(cb_results(
              R"({"results":[{"name":"t","\u006detrics":{"a\"b\u00e9\/":NaN,"c":[1,NaN]}}]})")) ==
          std::vector<std::string>{"1:56 results/0/metrics/a\"b\u00e9/: NaN is not a value in JSON",
                                   "1:67 results/0/metrics/c/1: NaN is not a value in JSON"});
}
