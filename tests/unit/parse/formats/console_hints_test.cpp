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
         "line 2 is of what pyperf prints: run it with -o FILE and give FILE to cb"},
        {"|               ns/op |                op/s |    err% |     total | hash\n",
         "line 1 is of what nanobench prints: render templates::json()"},
        {"| Method |     Mean |   Error |  StdDev |\n",
         "line 1 is of what BenchmarkDotNet prints: run it with --exporters json and "
         "give the file to cb"},
        {"[ 50.00%] \u00b7\u00b7\u00b7 benchmarks.TimeSuite.time_keys     10.3\u00b10.1\u03bcs\n",
         "line 1 is of what asv prints: give cb the file "
         "results/MACHINE/COMMIT-ENV.json"},
        {"     name                   hz     min      max    mean     p75     p99    p995    p999  "
         "    rme  samples\n",
         "line 1 is of what Vitest prints: run it with --outputJson FILE and give the "
         "file to cb"},
        {"x\n{\"results\":[{\"name\":\"t\",\"metric\":[]}]}\n",
         "the object on line 2 has the member \"results\", but no list \"results\" of objects "
         "with \"metrics\""},
        {"  write: IOPS=18.3k\nRun status group 0 (all jobs):\n",
         "line 2 is of what fio prints: run it with --output-format=json"},
        {"| Command | Mean [ms] | Min [ms] | Max [ms] | Relative |\n|:---|---:|---:|---:|---:|\n",
         "line 1 is of what hyperfine prints: run it with --export-json FILE and give FILE to cb"},
        {"\nreal\t0m0.105s\nuser\t0m0.000s\nsys\t0m0.000s\n",
         "line 2 is of what bash's time prints: use /usr/bin/time -v or hyperfine, or cb parse "
         "--measure-only"},
        {"sysbench 1.0.20 (using system LuaJIT 2.1.0-beta3)\n",
         "line 1 is of what sysbench prints: cb does not read it; print its figures as an object "
         "of the format cb"},
        {"stress-ng: metrc: [996] stressor       bogo ops real time  usr time  sys time\n",
         "line 1 is of what stress-ng prints: cb does not read it; print its figures as an object "
         "of the format cb"},
        {"[ ID] Interval           Transfer     Bitrate         Retr  Cwnd\n",
         "line 1 is of what iperf3 prints: cb does not read it; print its figures as an object of "
         "the format cb"},
        {"The 'numbers' are in 1000s of bytes per second processed.\n",
         "line 1 is of what openssl speed prints: cb does not read it; print its figures as an "
         "object of the format cb"},
        {" 1#bash              :   1265648 ->    704505 (x1.797),  307.6 MB/s, 1088.4 MB/s\n",
         "line 1 is of what zstd or lz4 prints: cb does not read it; print its figures as an "
         "object of the format cb"},
        {"Avr:      8948    99   8012   7972  |      57029   100   4625   4612\n",
         "line 1 is of what 7z prints: cb does not read it; print its figures as an object of the "
         "format cb"},
        {"This is ApacheBench, Version 2.3 <$Revision$>\n",
         "line 1 is of what ab prints: use wrk, or print an object of the format cb"},
        {"\nSummary:\n  Total:\t0.0239 secs\n  Requests/sec:\t838.2225\n",
         "line 4 is of what hey prints: use wrk, or print an object of the format cb"},
        {"{\t\"transactions\":\t\t\t           3,\n\t\"availability\":\t\t\t      100.00\n}\n",
         "line 1 is of what siege prints: use wrk, or print an object of the format cb"},
        {"100 loops, best of 3: 642 nsec per loop\n",
         "line 1 is of what timeit prints: run python -m pyperf timeit -o FILE and give FILE to "
         "cb"},
        {"# HELP up Is up.\n# TYPE up gauge\nup 1\n",
         "line 2 is of what a Prometheus exporter prints: cb does not read it; print its figures "
         "as an object of the format cb"},
        {"TAP version 13\nok 1 - x\n",
         "line 1 is of what a TAP test prints: it has no figures of benchmarks"},
        {"<?xml version=\"1.0\"?>\n<testsuites><testsuite name=\"x\" time=\"0.1\">\n",
         "line 2 is of what a test in JUnit XML prints: it has durations of tests, not of "
         "benchmarks"},
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
