#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {} // namespace

TEST_CASE("benchmarktools: a group has trials and estimates, in groups again")
{
    const auto text = sample("benchmarktools-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "benchmarktools");
    CHECK(result_lines(found) == Lines{"default | utf8/join | time: 310.25 305.5 422 [ns] lower",
                                       "default | utf8/join | gc_time: 0 0 16.5 [ns] lower",
                                       "default | utf8/join | memory: 128 [B] lower",
                                       "default | utf8/join | allocs: 2 [] lower",
                                       R"(default | ("sin", 0.0) | time: avg=4.125 [ns] lower)",
                                       R"(default | ("sin", 0.0) | gc_time: avg=0 [ns] lower)",
                                       R"(default | ("sin", 0.0) | memory: 0 [B] lower)",
                                       R"(default | ("sin", 0.0) | allocs: 0 [] lower)"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::benchmarktools));
}

TEST_CASE("benchmarktools: of trials without a name only the first one is taken")
{
    const std::string trial =
        R"(["Trial",{"allocs":1,"memory":16,"gctimes":[0],"times":[5],"params":["Parameters",{}]}])";
    const auto found =
        find_results(R"([{"Julia":"1.11.1"},[)" + trial + "," + trial + "]]", Format::automatic);
    CHECK(result_lines(found) == Lines{"default | default | time: 5 [ns] lower",
                                       "default | default | gc_time: 0 [ns] lower",
                                       "default | default | memory: 16 [B] lower",
                                       "default | default | allocs: 1 [] lower"});
    CHECK(
        rejected_lines(found) ==
        Lines{"1:119 : has no name of its own, and another trial without one came before it; save "
              "trials in a BenchmarkGroup"});
}

TEST_CASE("benchmarktools: what is wrong is named and costs only itself")
{
    const auto found = find_results(
        R"({"tags":[],"data":{"a":["Trial",{"times":[1,"x"],"gctimes":[],"memory":null,"allocs":3}]}})",
        Format::benchmarktools);
    CHECK(result_lines(found) ==
          Lines{"default | a | time: 1 [ns] lower", "default | a | allocs: 3 [] lower"});
    CHECK(rejected_lines(found) == Lines{R"(1:45 data/a/1/times/1: "x" is not a number)",
                                         "1:60 data/a/1/gctimes: holds no values",
                                         "1:72 data/a/1/memory: is missing"});
}

TEST_CASE("benchmarktools: other objects with tags are not its groups")
{
    const auto found = find_results(R"({"tags":["a"],"data":{"b":["c",{}]}})", Format::automatic);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
}
