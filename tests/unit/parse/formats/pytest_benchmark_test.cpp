#include "catch.hpp"
#include "parse/found.hpp"

#include <algorithm>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// The results of a test with a name and these members.
Found pytest_with(std::string_view members)
{
    return find_results(fmt::format(R"({{"benchmarks":[{{"fullname":"a.py::t",{}}}]}})", members),
                        Format::automatic);
}

} // namespace

TEST_CASE("pytest-benchmark 3.2.2: every round is a sample")
{
    const auto text = sample("pytest-benchmark-3.2.2.json");
    auto found = find_results(text, Format::automatic);
    CHECK(found.format == "pytest-benchmark");
    CHECK(found.rejected.empty());
    REQUIRE(found.results.size() == 4);
    const auto& few = found.results[0].values;
    REQUIRE(few.size() == 6620);
    CHECK(few[0] == 1.3224999975136598e-07);
    CHECK(few[1] == 1.1669999366858974e-07);
    CHECK(few[6618] == 1.1120000635855831e-07);
    CHECK(few[6619] == 1.1125000582978828e-07);
    CHECK(*std::min_element(few.begin(), few.end()) == 1.0864999921977869e-07);
    CHECK(*std::max_element(few.begin(), few.end()) == 0.00023339459999078828);
    const auto& many = found.results[2].values;
    REQUIRE(many.size() == 7886);
    CHECK(many[0] == 4.859000000578817e-06);
    CHECK(many[7885] == 4.749000027004513e-06);
    CHECK(*std::min_element(many.begin(), many.end()) == 4.257000000507105e-06);
    CHECK(*std::max_element(many.begin(), many.end()) == 0.0043397500000992295);

    CHECK(in_pieces(text, Format::automatic, 61) == found);
    found.results[0].values = {1};
    found.results[2].values = {2};
    CHECK(result_lines(found) ==
          Lines{"test_b.py | test_sum[10] | time: 1 [s] lower group=g n=10",
                "test_b.py | test_sum[10] | k: 1 [] unknown group=g n=10",
                "test_b.py | test_sum[1000] | time: 2 [s] lower group=g n=1000",
                "test_b.py | test_sum[1000] | k: 1 [] unknown group=g n=1000"});
}

TEST_CASE("pytest-benchmark: without its data a test has a summary, and ops is no part of it")
{
    const std::string text = "collected 1 item {\n"
                             R"({"machine_info":{},"benchmarks":[
{"group":null,"name":"t","fullname":"d/a.py::Test::t[x-1]","params":{"s":"x","f":0.5,"b":true,
 "l":[1],"n":null},"extra_info":{"size":3,"note":"3","flag":true,"time":4},
 "stats":{"min":1,"max":5,"mean":2,"stddev":0.5,"median":1.5,"ops":0.5,"iqr":7,"rounds":9}},
{"name":"alone","fullname":"alone","options":{},"stats":{"mean":2,"min":NaN}}]})"
                             "\n== 1 passed }\n";
    const auto found = find_results(text, Format::automatic);
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"d/a.py | Test::t[x-1] | time: avg=2 max=5 median=1.5 min=1 stddev=0.5 [s] lower "
                "b=true f=0.5 s=x",
                "d/a.py | Test::t[x-1] | size: 3 [] unknown b=true f=0.5 s=x",
                "d/a.py | Test::t[x-1] | extra_info/time: 4 [] unknown b=true f=0.5 s=x",
                "default | alone | time: avg=2 [s] lower"});
    CHECK(is_same_in_pieces(text, Format::pytest_benchmark));
}

TEST_CASE("pytest-benchmark: what is wrong is named and costs only itself")
{
    const auto found = pytest_with(
        R"("stats":{"data":[1,NaN,"x",2]},"extra_info":{"a":Infinity,"b":1e999,"c\u0000":1,"d":5})");
    CHECK(result_lines(found) ==
          Lines{"a.py | t | time: 1 2 [s] lower", "a.py | t | d: 5 [] unknown"});
    CHECK(rejected_lines(found) ==
          Lines{"1:57 stats/data/1: NaN is not a value in JSON",
                R"(1:61 stats/data/2: "x" is not a number)",
                "1:87 extra_info/a: Infinity is not a value in JSON",
                R"(1:100 extra_info/b: "1e999" is not a number)",
                "1:116 extra_info/c\uFFFD: must have a name without NUL bytes"});
    const auto rejected = [](std::string_view members) {
        return rejected_lines(pytest_with(members));
    };
    CHECK(rejected(R"("stats":7)") == Lines{"1:46 stats: must be an object"});
    CHECK(rejected(R"("stats":{"data":{}})") == Lines{"1:54 stats/data: must be a list"});
    CHECK(rejected(R"("stats":{"data":[]})") == Lines{"1:54 stats/data: holds no values"});
    CHECK(rejected(R"("stats":{"min":1})") == Lines{"1:46 stats/mean: is missing"});
    CHECK(rejected(R"("stats":{"mean":[]})") == Lines{"1:54 stats/mean: must be a number"});
    const auto unnamed = [](std::string_view name) {
        return rejected_lines(find_results(
            fmt::format(
                R"({{"benchmarks":[{{{}"options":{{}},"extra_info":{{}},"stats":{{"mean":1}}}}]}})",
                name),
            Format::automatic));
    };
    CHECK(unnamed("") == Lines{"1:16 name: is missing"});
    CHECK(unnamed(R"("name":1,)") == Lines{"1:24 name: must be a string without NUL bytes"});
    CHECK(unnamed(R"("fullname":"\u0000",)") ==
          Lines{"1:28 fullname: must be a string without NUL bytes"});
}
