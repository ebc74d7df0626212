#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("hyperfine: samples, parameters, and means of what has no samples")
{
    const auto found = find_results(sample("hyperfine-1.15.json"), Format::automatic);
    CHECK(found.format == "hyperfine");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{
              "default | sleep 0.01 | time: 0.017323460000000002 0.017082693 0.017650892 "
              "0.017616687000000002 0.017206297000000002 [s] lower n=0.01",
              "default | sleep 0.01 | user: avg=0.003895 [s] lower n=0.01",
              "default | sleep 0.01 | system: avg=0.0025697999999999997 [s] lower n=0.01",
              "default | sleep 0.02 | time: 0.027297285 0.027195994 0.027923555000000003 "
              "0.027500171 0.028338593000000002 [s] lower n=0.02",
              "default | sleep 0.02 | user: avg=0.0033881999999999996 [s] lower n=0.02",
              "default | sleep 0.02 | system: avg=0.0032687999999999997 [s] lower n=0.02",
          });
}

TEST_CASE("hyperfine: a run that failed is named and is no sample")
{
    const auto found =
        find_results(sample("hyperfine-1.15-single-run-fail.json"), Format::hyperfine);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) ==
          Lines{"16:9 results/0/exit_codes/0: the command failed with exit code 1"});
    const auto mixed = find_results(
        R"({"results":[{"command":"x","mean":2,"user":1,"times":[1,2,3],"exit_codes":[0,null,0]}]})",
        Format::hyperfine);
    CHECK(result_lines(mixed) == Lines{"default | x | time: 1 3 [s] lower"});
    CHECK(rejected_lines(mixed) ==
          Lines{"1:78 results/0/exit_codes/1: the command was ended by a signal"});
}

TEST_CASE("hyperfine: memory, and an export without samples")
{
    const auto found = find_results(
        R"({"results":[{"command":"x","mean":2,"min":1,"max":3,"stddev":null,"exit_codes":[0]},
                       {"command":"y","times":[1],"memory_usage_byte":[1765376]}]})",
        Format::automatic);
    CHECK(result_lines(found) == Lines{"default | x | time: avg=2 max=3 min=1 [s] lower",
                                       "default | y | time: 1 [s] lower",
                                       "default | y | peak_memory: 1765376 [B] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("hyperfine: what is no number and what has no command is named")
{
    const auto found = find_results(
        R"({"results":[{"command":"x","times":[NaN,"2",1]},{"times":[1]},7]})", Format::hyperfine);
    CHECK(result_lines(found) == Lines{"default | x | time: 1 [s] lower"});
    CHECK(rejected_lines(found) == Lines{"1:37 results/0/times/0: NaN is not a value in JSON",
                                         "1:41 results/0/times/1: \"2\" is not a number",
                                         "1:49 results/1/command: is missing",
                                         "1:63 results/2: must be an object"});
}

TEST_CASE("hyperfine: parameters that the command does not show are in the name")
{
    const auto found = find_results(
        R"({"results":[{"command":"sort","times":[1],"parameters":{"n":"10","kind":"random"}},)"
        R"({"command":"sort","times":[2],"parameters":{"n":"20","kind":"random"}},)"
        R"({"command":"make -j 4","times":[3],"parameters":{"jobs":"4","cache":"cold"}},)"
        R"({"command":"bench11","times":[4],"parameters":{"n":"1"}},)"
        R"({"command":"bench11","times":[5],"parameters":{"n":"11"}},)"
        R"({"command":"twice","times":[6]},{"command":"twice","times":[7]}]})",
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | sort (n=10, kind=random) | time: 1 [s] lower kind=random n=10",
                "default | sort (n=20, kind=random) | time: 2 [s] lower kind=random n=20",
                "default | make -j 4 (cache=cold) | time: 3 [s] lower cache=cold jobs=4",
                "default | bench11 (n=1) | time: 4 [s] lower n=1",
                "default | bench11 (n=11) | time: 5 [s] lower n=11",
                "default | twice | time: 6 7 [s] lower"});
    CHECK(found.rejected.empty());
}
