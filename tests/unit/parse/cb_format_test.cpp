#include "catch.hpp"
#include "parse/found.hpp"

#include <fstream>
#include <iterator>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

using Values = std::vector<double>;
using LineNumbers = decltype(cb::Result::lines);

std::vector<std::string> names(const Found& found)
{
    std::vector<std::string> all;
    for (const auto& result : found.results) {
        all.push_back(fmt::format("{}|{}|{}", result.benchmark, result.test, result.metric));
    }
    return all;
}

using Names = std::vector<std::string>;

std::string test_file(std::string_view name)
{
    std::ifstream file{fmt::format("{}/parse/{}", CB_TEST_DATA, name), std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

TEST_CASE("formats have names")
{
    CHECK(parse_format("auto") == Format::automatic);
    CHECK(parse_format("cb") == Format::cb);
    REQUIRE_FALSE(parse_format("CB"));
    CHECK_THAT(parse_format("CB").error(), CB_CONTAINS("auto, cb"));
    CHECK_FALSE(parse_format(""));
}

TEST_CASE("auto reads the cb format")
{
    const auto text = with_value("1");
    CHECK(find_results(text, Format::automatic) == cb_results(text));
    CHECK(cb_results(text).format == "cb");
}

TEST_CASE("version 1: metrics are an object, units stand in the values")
{
    const auto found = cb_results(
        R"({"results":[{"name":"bench_1_test_2","metrics":{"time":"11.04secs",)"
        R"("ops_per_sec":"1455.0num/sec","mbs_per_sec":"17.0mbps","list":[1,2],"sum":{"avg":3}}}]})");
    CHECK(found.rejected.empty());
    CHECK(names(found) == Names{"default|bench_1_test_2|time",
                                "default|bench_1_test_2|ops_per_sec",
                                "default|bench_1_test_2|mbs_per_sec",
                                "default|bench_1_test_2|list",
                                "default|bench_1_test_2|sum"});
    REQUIRE(found.results.size() == 5);
    CHECK(found.results[0].values == Values{11.04});
    CHECK(found.results[0].unit == "secs");
    CHECK(found.results[1].unit == "num/sec");
    CHECK(found.results[3].values == Values{1, 2});
    CHECK(found.results[4].summary == std::map<std::string, double>{{"avg", 3}});
}

TEST_CASE("version 2 and 3: metrics are a list of objects")
{
    const auto found = cb_results(
        R"({"name":"suite","version":3,"config":{"x":1},"results":[{"name":"t","command":"x",)"
        R"("metrics":[{"name":"time","value":20,"units":"sec","description":"d",)"
        R"("trend":"lower-is-better","extra":[]}]}]})");
    CHECK(found.rejected.empty());
    REQUIRE(found.results.size() == 1);
    cb::Result expected;
    expected.benchmark = "suite";
    expected.test = "t";
    expected.metric = "time";
    expected.unit = "sec";
    expected.direction = cb::Direction::lower;
    expected.description = "d";
    expected.values = {20};
    expected.lines = {{1, 1}};
    CHECK(found.results[0] == expected);
}

TEST_CASE("the versions can be mixed in one run")
{
    const auto found = cb_results("a\n" + with_value("1") +
                                  "\n{\"results\":[{\"name\":\"t\",\"metrics\":{\"m\":2}}]}");
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0].values == Values{1, 2});
    CHECK(found.results[0].lines == LineNumbers{{2, 2}, {3, 3}});
}

TEST_CASE("a benchmark without a name is the default one")
{
    const auto name =
        GENERATE(as<std::string>{}, "", "\"name\":null,", "\"name\":5,", "\"name\":NaN,");
    const auto found = cb_results(fmt::format(
        R"({{{}"results":[{{"name":"","metrics":[{{"name":"","value":1}}]}}]}})", name));
    CHECK(names(found) == Names{"default||"});
    CHECK(found.rejected.empty());
}

TEST_CASE("if a key appears twice, the first one wins")
{
    const auto found = cb_results(
        R"({"name":"a","name":"b","results":[{"name":"t","name":"u","metrics":)"
        R"([{"name":"m","name":"n","value":1,"value":2,"units":"s","units":"ms"}]}],"results":5})");
    CHECK(names(found) == Names{"a|t|m"});
    CHECK(found.results.at(0).values == Values{1});
    CHECK(found.results.at(0).unit == "s");
}

TEST_CASE("other JSON is no result and is not rejected either")
{
    const auto text = GENERATE(as<std::string>{},
                               R"({"level":"info","message":"results"})",
                               R"({"result":[],"metric":{}})",
                               R"({"a":NaN,})",
                               R"({"benchmarks":[{"name":"x","real_time":1}]})",
                               R"({"unclosed": [)",
                               "{}",
                               "{ }",
                               R"({""})");
    INFO(text);
    const auto found = cb_results(text);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
}

TEST_CASE("results and metrics of other tools are no broken results of ours")
{
    const auto text = GENERATE(
        as<std::string>{},
        // SARIF 2.1.0, as written by analysers
        R"({"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{)"
        R"("tool":{"driver":{"name":"CodeQL","rules":[]}},"results":[{"ruleId":"js/xss","ruleIndex")"
        R"(:0,"level":"error","message":{"text":"x"},"locations":[]}]}]})",
        // lit -o
        R"({"__version__":[0,1,0],"elapsed":1.5,"tests":[{"name":"a :: b.test","code":"PASS",)"
        R"("elapsed":0.5,"metrics":{"exec_time":0.25,"size..text":1024},"output":""}]})",
        // gungraun and iai-callgrind
        R"({"version":"6","kind":"LibraryBenchmark","profiles":[{"summaries":{"total":{"summary":{)"
        R"("Callgrind":{"Ir":{"diffs":null,"metrics":{"Left":{"Int":155}}}}}}}}]})",
        // pages of a web service
        R"({"count":1,"next":null,"results":[{"id":1,"name":"x"}]})",
        R"({"results":{"passed":5,"failed":0}})",
        R"({"results":5})",
        R"({"results":null})",
        R"({"name":"t","metrics":[]})");
    INFO(text);
    const auto found = find_results(text, Format::automatic);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found).empty());
}

TEST_CASE("an empty list of results holds none")
{
    CHECK(cb_results(R"({"results":[]})") == Found{.format = "cb"});
}

TEST_CASE("a result in another object is found")
{
    const auto found = cb_results("{\"wrap\":{\"deep\":[1,\n " + with_value("1") + "]}}");
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0].lines == LineNumbers{{2, 2}});
    CHECK(found.rejected.empty());
}

TEST_CASE("bytes that are not UTF-8 become replacement characters")
{
    const auto found = cb_results(
        "\xFF{\"results\":[{\"name\":\"a\xFFz\",\"metrics\":"
        "[{\"name\":\"half \\ud83d pair\",\"value\":1,\"description\":\"\xC3\"}]}]}\xFE");
    CHECK(names(found) == Names{"default|a\uFFFDz|half \uFFFD pair"});
    CHECK(found.results.at(0).description == "\uFFFD");
    CHECK(found.rejected.empty());
}

TEST_CASE("a whole surrogate pair is one character")
{
    const auto found =
        cb_results("{\"results\":[{\"name\":\"\\ud83d\\ude00\xFF\",\"metrics\":{\"m\":1}}]}");
    CHECK(names(found) == Names{"default|\U0001F600\uFFFD|m"});
}

TEST_CASE("control characters and newlines in strings are kept")
{
    const auto found =
        cb_results("{\"results\":[{\"name\":\"a\nb\tc\x01\",\"metrics\":{\"m\":1}}]}");
    CHECK(names(found) == Names{"default|a\nb\tc\x01|m"});
    CHECK(found.results.at(0).lines == LineNumbers{{1, 2}});
}

TEST_CASE("a log of a real build and run holds its results, its lines and what is wrong with it")
{
    const auto found = cb_results(test_file("build_and_run.log"));
    CHECK(names(found) == Names{"index|replace 5 random|ocaml/time",
                                "index|replace 5 random|ocaml/minor_words",
                                "default|bench_1_test_2|time"});
    REQUIRE(found.results.size() == 3);
    CHECK(found.results[0].values == Values{12.5, 12.7});
    CHECK(found.results[0].unit == "ms");
    CHECK(found.results[0].direction == cb::Direction::lower);
    CHECK(found.results[0].lines == LineNumbers{{12, 12}, {13, 13}});
    CHECK(found.results[2].lines == LineNumbers{{17, 27}});
    CHECK(rejected_lines(found) ==
          std::vector<std::string>{"22:18 results/0/metrics/1/value: NaN is not a value in JSON",
                                   "29:65 : not valid JSON: a comma before ']'"});
}
