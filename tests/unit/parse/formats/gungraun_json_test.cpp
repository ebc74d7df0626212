#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {} // namespace

TEST_CASE("gungraun: the counts of this run, in each layout of its summary")
{
    const auto text = sample("gungraun-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "gungraun");
    CHECK(
        result_lines(found) ==
        Lines{"test_lib_bench | fibonacci::bench_fibonacci short | instructions: 687 [] lower "
              "details=10",
              "test_lib_bench | fibonacci::bench_fibonacci short | l1_hits: 982 [] unknown "
              "details=10",
              "test_lib_bench | fibonacci::bench_fibonacci short | D1MissRate: 0.25 [%] unknown "
              "details=10",
              "test_lib_bench | my_group::bench_allocation nested_0 | instructions: 56 [] lower",
              "test_lib_bench | my_group::bench_allocation nested_0 | L1HitRate: 96.5 [%] unknown",
              "test_lib_bench | my_group::bench_allocation nested_0 | total_bytes: 8 [B] lower",
              "test_lib_bench | my_group::bench_allocation nested_0 | total_blocks: 1 [] lower",
              "iai_bench | group::bench_sort | instructions: 200 [] lower",
              "iai_bench | group::bench_sort | total_read_write: 300 [] lower",
              "iai_bench | group::bench_old a | instructions: 120 [] lower details=1",
              "iai_bench | group::bench_old a | l1_hits: 140 [] unknown details=1"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::gungraun));
}

TEST_CASE("gungraun: what is wrong is named")
{
    const auto found = find_results(
        R"({"module_path":"a::b","function_name":"b","profiles":[{"data":{"total":{"metrics":)"
        R"({"Ir":{"values":{"new":"x"}}}}}},{"tool":"BBV"},7]})",
        Format::gungraun);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) ==
          Lines{"1:131 profiles/2: must be an object",
                R"(1:106 profiles/0/data/total/metrics/Ir/values/new: "x" is not a number)",
                "1:116 profiles/1: has no totals"});
}
