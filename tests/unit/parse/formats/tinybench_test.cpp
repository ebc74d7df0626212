#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {} // namespace

TEST_CASE("tinybench: a task has a summary of its latencies, and one that failed is named")
{
    const auto text = sample("tinybench-6.2.5.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "tinybench");
    CHECK(result_lines(found) ==
          Lines{"default | normal | time: avg=0.00845115353636963 max=17.449435999999878 "
                "median=0.0003729999998540734 min=0.0003169999999954598 p75=0.0004739999999401334 "
                "p99=0.0009759999998732383 p99.5=0.0016813200000751702 p99.9=0.11854298000015319 "
                "stddev=0.35197514725367024 [ms] lower",
                "default | reverse | time: avg=0.017066837555883466 max=33.29715299999998 "
                "median=0.0003300000000763248 min=0.00029700000004595495 p75=0.0004200000000764703 "
                "p99=0.0008979199999066612 p99.5=0.0011410599999544557 p99.9=0.08926213999993247 "
                "stddev=0.7421403932847085 [ms] lower"});
    CHECK(rejected_lines(found) == Lines{"106:13 result: the benchmark failed"});
    CHECK(is_same_in_pieces(text, Format::tinybench));
}

TEST_CASE("tinybench: version 2 has the samples beside the summary")
{
    const auto found = find_results(sample("tinybench-2.9.0.json"), Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | slow | time: 0.48997400000007474 0.4917649999999867 0.5028140000000576 "
                "0.5801500000000033 [ms] lower"});
    CHECK(rejected_lines(found) == Lines{"32:13 result: the benchmark failed"});
}

TEST_CASE("tinybench: the rows of its table")
{
    const auto found = find_results(sample("tinybench-6.2.5-table.json"), Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | normal | time: avg=8451.2 median=373 [ns] lower",
                "default | reverse | time: avg=17067 median=330 [ns] lower"});
    CHECK(rejected_lines(found) == Lines{"20:12 Error: the benchmark failed"});
    const auto wrong =
        find_results(R"_({"Task name":"a","Latency avg (ns)":"x"})_", Format::tinybench);
    CHECK(rejected_lines(wrong) == Lines{R"_(1:37 Latency avg (ns): "x" is not a number)_"});
}

TEST_CASE("tinybench: ordinary objects with a result are not its tasks")
{
    for (const auto* const text : {R"({"name":"a","result":{"error":"x","code":1}})",
                                   R"({"name":"a","result":{"mean":1,"rme":2}})",
                                   R"({"name":"a","rank":1,"mean":1,"rme":2,"p995":3,"hz":4})"}) {
        const auto found = find_results(text, Format::tinybench);
        CHECK(found.results.empty());
        CHECK(found.rejected.empty());
    }
}

TEST_CASE("tinybench: the text of its table, three layouts")
{
    const auto version_2 = find_results(sample("tinybench-2.9.0-table.txt"), Format::automatic);
    CHECK(version_2.format == "tinybench");
    CHECK(result_lines(version_2) ==
          Lines{"default | sort \"x\" ü | time: avg=1197.1546647194218 [ns] lower",
                "default | it's │ slow | time: avg=13210988.199999997 [ns] lower"});
    CHECK(version_2.rejected.empty());
    const auto version_3 = find_results(sample("tinybench-3.0.0-table.txt"), Format::automatic);
    CHECK(result_lines(version_3) ==
          Lines{"default | sort \"x\" ü | time: avg=581.7 median=180 [ns] lower",
                "default | it's │ slow | time: avg=12303969.4 median=12239727.5 [ns] lower"});
    CHECK(version_3.rejected.empty());
    const auto text = sample("tinybench-6.2.5-table.txt");
    const auto version_6 = find_results(text, Format::automatic);
    CHECK(result_lines(version_6) ==
          Lines{"default | sort \"x\" ü | time: avg=4059.7 median=330 [ns] lower",
                "default | it's │ slow | time: avg=13375436 median=12491256 [ns] lower"});
    CHECK(version_6.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::tinybench));
}

TEST_CASE("tinybench: a failed task, a foreign row and a table without an end are named")
{
    const auto failed = find_results(sample("tinybench-4.1.0-table-fail.txt"), Format::automatic);
    CHECK(result_lines(failed) ==
          Lines{"default | sort \"x\" ü | time: avg=4026.1 median=371 [ns] lower",
                "default | slow | time: avg=14806063 median=12393450 [ns] lower"});
    CHECK(rejected_lines(failed) == Lines{"5:1 fails: the benchmark failed"});
    const auto odd = find_results("│ (index) │ Task name │ Latency avg (ns) │\n"
                                  "├─────────┼───────────┼──────────────────┤\n"
                                  "somebody logs 12\n"
                                  "│ 0       │ 'a' │\n"
                                  "│ 1       │ `it's \"b\"` │ 'fast' │\n"
                                  "│ 2       │ 'c\\'d\\\\' │ '5.5 ± 1%' │\n"
                                  "│ 3       │ from bun │ 7 ± 1% │\n"
                                  "│ 4       │ 'broken off\n",
                                  Format::tinybench);
    CHECK(result_lines(odd) == Lines{"default | c'd\\ | time: avg=5.5 [ns] lower",
                                     "default | from bun | time: avg=7 [ns] lower"});
    CHECK(rejected_lines(odd) == Lines{"1:1 : the table has no end: rows may be missing",
                                       "4:1 │ 0       │ 'a' │: is not a row of the table",
                                       "5:1 it's \"b\"/time: \"fast\" is not a number",
                                       "8:1 │ 4       │ 'broken off: is not a row of the table"});
}
