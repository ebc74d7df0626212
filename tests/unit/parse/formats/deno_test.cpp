#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("deno: a summary a benchmark, in its file and group")
{
    const auto text = sample("deno-2.9.6.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "deno");
    CHECK(result_lines(found) ==
          Lines{"d.ts | io | time: avg=2199806 max=2703008 min=1194439 p75=2220264 p99=2703008 "
                "p99.5=2703008 p99.9=2703008 [ns] lower",
                "d.ts > fib | fib 10 | time: avg=786.5527461538463 max=1187.7963 min=653.4683 "
                "p75=1034.8755 p99=1187.7963 p99.5=1187.7963 p99.9=1187.7963 [ns] lower",
                "d.ts > fib | fib 15 | time: avg=9805 max=5601473 min=7133 p75=11501 p99=19056 "
                "p99.5=31319 p99.9=50955 [ns] lower"});
    CHECK(rejected_lines(found) == Lines{"34:9 benches/1/results/0: the benchmark failed"});
    CHECK(is_same_in_pieces(text, Format::deno));
}

TEST_CASE("deno: files of one name are told apart by their directories")
{
    const auto found =
        find_results(R"({"version":1,"runtime":"Deno/2.0.0","benches":[)"
                     R"({"origin":"file:///w/a/x.ts","name":"1","results":[{"ok":{"avg":1}}]},)"
                     R"({"origin":"file:///w/b/x.ts","name":"1","results":[{"ok":{"avg":2}}]},)"
                     R"({"origin":"file:///w/b/y.ts","name":"1","results":[{"ok":{"avg":3}}]},)"
                     R"({"origin":"x.ts","name":"1","results":[{"ok":{"avg":4}}]}]})",
                     Format::deno);
    CHECK(result_lines(found) == Lines{"a/x.ts | 1 | time: avg=1 [ns] lower",
                                       "b/x.ts | 1 | time: avg=2 [ns] lower",
                                       "y.ts | 1 | time: avg=3 [ns] lower",
                                       "x.ts | 1 | time: avg=4 [ns] lower"});
}

TEST_CASE("deno: what is wrong is named")
{
    const auto found = find_results(
        R"({"runtime":"Deno/2.0.0","benches":[3,{"name":"a"},{"origin":"/a","name":"b","results":[)"
        R"({"ok":{"min":1}},4,{}]}]})",
        Format::deno);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) == Lines{"1:36 benches/0: must be an object",
                                         "1:38 benches/1/origin: is missing",
                                         "1:105 benches/2/results/1: must be an object",
                                         "1:94 benches/2/results/0/ok/avg: is missing",
                                         "1:107 benches/2/results/2/ok: is missing"});
}

TEST_CASE("deno: other objects with benches are not its reports")
{
    CHECK(find_results(R"({"benches":[{"name":"a"}]})", Format::deno).rejected.empty());
    CHECK(find_results(R"({"runtime":"Deno/2","benches":"a"})", Format::deno).rejected.empty());
}
