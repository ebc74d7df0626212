#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/job.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("hints: the console of a known tool names the option that helps")
{
    struct Case {
        std::string text, hint;
    };
    const auto c = GENERATE(values<Case>({
        {".....................\nsort: Mean +- std dev: 18.8 ns +- 0.3 ns\n",
         "line 2 is of what pyperf prints for people: run it with -o FILE and give FILE to cb"},
        {"|               ns/op |                op/s |    err% |     total | hash\n",
         "line 1 is of what nanobench prints for people: render templates::json()"},
        {"| Method |     Mean |   Error |  StdDev |\n",
         "line 1 is of what BenchmarkDotNet prints for people: run it with --exporters json and "
         "give the file to cb"},
        {"[ 50.00%] \u00b7\u00b7\u00b7 benchmarks.TimeSuite.time_keys     10.3\u00b10.1\u03bcs\n",
         "line 1 is of what asv prints for people: give cb the file "
         "results/MACHINE/COMMIT-ENV.json"},
        {"     name                   hz     min      max    mean     p75     p99    p995    p999  "
         "    rme  samples\n",
         "line 1 is of what Vitest prints for people: run it with --outputJson FILE and give the "
         "file to cb"},
        {"x\n{\"results\":[{\"name\":\"t\",\"metric\":[]}]}\n",
         "the object on line 2 has the member \"results\", but no list \"results\" of objects "
         "with \"metrics\""},
        {"Benchmarking is fun\n| a | b |\n  Time (mean\n[ok]\n", ""},
    }));
    INFO(c.text);
    const auto found = find_results(c.text, Format::automatic);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
    CHECK(found.hint == c.hint);
    CHECK(is_same_in_pieces(c.text, Format::automatic));
    CHECK(find_results(c.text + with_value("1"), Format::automatic).hint.empty());
}

TEST_CASE("hints: a job without results tells them")
{
    TextJob text{acme_index(), {}, Format::automatic};
    text.feed("|               ns/op |                op/s |    err% |     total | hash\n");
    const auto jobs = text.finish();
    REQUIRE(jobs.size() == 1);
    CHECK_THAT(jobs[0].to_json(), CB_CONTAINS("render templates::json()"));
}
