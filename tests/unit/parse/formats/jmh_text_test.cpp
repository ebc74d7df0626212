#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("jmh's table: summaries, parameters, profilers and percentiles")
{
    const auto text = sample("jmh-made.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "jmh");
    CHECK(
        result_lines(found) ==
        Lines{
            "SetBench | contains (impl=HashSet, size=1024) | throughput: avg=528.8 [ops/ms] "
            "higher impl=HashSet mode=thrpt size=1024",
            "SetBench | contains (impl=HashSet, size=1024) | gc.alloc.rate.norm (thrpt): avg=24 "
            "[B/op] lower impl=HashSet mode=thrpt size=1024",
            "SetBench | contains (impl=a b (c)\u00b0, size=4096) | throughput: avg=12.25 [ops/ms] "
            "higher impl=a b (c)\u00b0 mode=thrpt size=4096",
            "SetBench | copy | sample_time: avg=2.077 max=64 median=2.019 min=1.5 p99.9=3.682 "
            "[us/op] lower mode=sample",
            "SetBench | start | single_shot_time: avg=0.15 [s/op] lower mode=ss"});
    CHECK(rejected_lines(found) ==
          Lines{"6:83 SetBench.contains:\u00b7gc.count: \"\u2248 0\" is not a number",
                "13:80 SetBench.empty: \"\u2248 10\u207b\u00b3\" is not a number"});
    CHECK(is_same_in_pieces(text, Format::jmh));
}

TEST_CASE("jmh's table: of sbt, with a decimal comma, without errors and with new percentiles")
{
    const auto found = find_results("[info] Benchmark      Mode  Cnt   Score   Units\n"
                                    "[info] o.e.A.f        avgt    3  12,500   us/op\n"
                                    "[info] g             thrpt        1.000  ops/us\n"
                                    "[info] o.e.A.h      sample  100   2.000   us/op\n"
                                    "[info] o.e.A.h:p0.00  sample      \u2248 0   us/op\n"
                                    "[info] o.e.A.h:p0.99  sample      9.500   us/op\n"
                                    "[info] o.e.A.h:first  sample  50  4.000   us/op\n"
                                    "[info] o.e.A.h:first:p0.50  sample  3.000   us/op\n"
                                    "[info] o.e.A.h:stack  sample   NaN   ---\n"
                                    "[info] done\n\n"
                                    "o.e.A.i        avgt    3  12,500   us/op\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"o.e.A | f | time: avg=12.5 [us/op] lower mode=avgt",
                "default | g | throughput: avg=1 [ops/us] higher mode=thrpt",
                "o.e.A | h | sample_time: avg=2 p99=9.5 [us/op] lower mode=sample",
                "o.e.A | h | first (sample): avg=4 median=3 [us/op] lower mode=sample"});
    CHECK(found.rejected.empty());
}

TEST_CASE("jmh's table: rows that do not fit the head are named, other lines are not")
{
    const auto found = find_results("Benchmark    (n)   Mode  Cnt   Score   Error   Units\n"
                                    "A.moved             10  thrpt    5  1.0 \u00b1 0.1  ops/s\n"
                                    "A.f           10  thrpt    5    NaN    ops/s\n"
                                    "A.none             thrpt    5    1.0    ops/s\n"
                                    "a log line of thrpt or so\n"
                                    "A.g           10  thrpt    5    2.0    ops/s\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"A | g (n=10) | throughput: avg=2 [ops/s] higher mode=thrpt n=10"});
    CHECK(rejected_lines(found) ==
          Lines{"2:37 A.moved             10: its columns are not those of the head of the table",
                "3:33 A.f: NaN is not finite",
                "4:34 A.none: its columns are not those of the head of the table"});
    CHECK(find_results("Benchmark Mode of Units\nA thrpt 5 1.0 ops/s\n", Format::automatic)
              .results.empty());
}

TEST_CASE("jmh's table is left out where its JSON is in the same text")
{
    const auto json = sample("jmh-made.json");
    const auto alone = find_results(json, Format::automatic);
    const auto& first = alone.results.at(0);
    CHECK(first.test.find('(') != std::string::npos);
    const auto both = find_results(sample("jmh-made.txt") + json, Format::automatic);
    CHECK(both.results.size() > alone.results.size());
    CHECK(both.results.size() < alone.results.size() + 5);
}
