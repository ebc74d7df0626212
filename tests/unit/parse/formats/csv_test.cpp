#include "base/time.hpp"
#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/growth.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

Lines csv_lines(std::string_view text)
{
    const auto found = find_results(text, Format::csv);
    CHECK(rejected_lines(found).empty());
    return result_lines(found);
}

const std::string google_header =
    "name,iterations,real_time,cpu_time,time_unit,bytes_per_second,items_per_second,label,"
    "error_occurred,error_message,\"hits\"\n";

} // namespace

TEST_CASE("csv: google-benchmark's is known by its header")
{
    const auto text = sample("csv-google-benchmark-1.7.1.csv");
    const Lines expected{
        "default | BM_memcpy/64 | real_time: 2.75669 [ns] lower label=lbl \"q\"",
        "default | BM_memcpy/64 | cpu_time: 2.75722 [ns] lower label=lbl \"q\"",
        "default | BM_memcpy/64 | bytes_per_second: 23211800000 [B/s] higher label=lbl \"q\"",
        "default | BM_memcpy/64 | items_per_second: 362684000 [items/s] higher label=lbl \"q\"",
        "default | BM_memcpy/64 | hits: 42 [] unknown label=lbl \"q\"",
        "default | BM_memcpy/64 | rate: 362684000 [] unknown label=lbl \"q\"",
        "default | BM_memcpy/4096 | real_time: 80.786 [ns] lower label=lbl \"q\"",
        "default | BM_memcpy/4096 | cpu_time: 80.0898 [ns] lower label=lbl \"q\"",
        "default | BM_memcpy/4096 | bytes_per_second: 51142600000 [B/s] higher label=lbl \"q\"",
        "default | BM_memcpy/4096 | items_per_second: 12486000 [items/s] higher label=lbl \"q\"",
        "default | BM_memcpy/4096 | hits: 42 [] unknown label=lbl \"q\"",
        "default | BM_memcpy/4096 | rate: 12486000 [] unknown label=lbl \"q\"",
    };
    const auto found =
        find_results("Running ./bench\na,b\n" + text + "done\nx,1\n", Format::automatic);
    CHECK(found.format == "csv");
    CHECK(result_lines(found) == expected);
    CHECK(found.rejected.empty());
    CHECK(csv_lines(text) == expected);
    CHECK(is_same_in_pieces(text, Format::csv));
}

TEST_CASE("csv: google-benchmark's repetitions, aggregates and errors")
{
    const auto found = find_results(
        google_header + "\"BM/1\",10,2,1,ns,,,,,,7\n\"BM/1\",10,4,3,ns,,,,,,NaN\n"
                        "\"BM/1_mean\",2,3,2,ns,,,,,,7\n\"BM/1_cv\",2,0.1,0.1,ns,,,,,,0\n"
                        "\"BM/1_BigO\",,0.3,0.3,N,,,,,,\n\"BM/1_RMS\",,3,3,%,,,,,,\n"
                        "\"BM_skip\",,,,,,,,true,\"no \"\"device\"\"\"\n"
                        "\"BM/2_mean\",3,5,6,us,,,,,,\n\"BM/2_median\",3,7,8,us,,,,,,\n"
                        "\"BM/2_stddev\",3,1,2,us,,,,,,\n\"BM/2_cv\",3,0.2,0.3,us,,,,,,\n"
                        "\"BM/3_median\",3,9,9,us,,,,,,\n\"BM/4_stddev\",3,9,9,us,,,,,,\n",
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | BM/1 | real_time: 2 4 [ns] lower",
                "default | BM/1 | cpu_time: 1 3 [ns] lower",
                "default | BM/1 | hits: 7 [] unknown",
                "default | BM/2 | real_time: avg=5 median=7 stddev=1 [us] lower",
                "default | BM/2 | cpu_time: avg=6 median=8 stddev=2 [us] lower",
                "default | BM/3 | real_time: avg=9 median=9 [us] lower",
                "default | BM/3 | cpu_time: avg=9 median=9 [us] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"3:23 BM/1/hits: NaN is not finite",
                "8:18 BM_skip/error_occurred: the benchmark failed: no \"device\"",
                "14:1 BM/4/real_time: has neither a mean nor a median",
                "14:1 BM/4/cpu_time: has neither a mean nor a median"});
    REQUIRE(found.results.size() == 7);
    CHECK(found.results[3].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{9, 11}});
}

TEST_CASE("csv: hyperfine's is known by its header and has summaries")
{
    const auto text = sample("csv-hyperfine-1.15.csv");
    const Lines expected{
        "default | sleep 0.01 | user: avg=0.003895 [s] lower n=0.01",
        "default | sleep 0.01 | system: avg=0.0025697999999999997 [s] lower n=0.01",
        "default | sleep 0.01 | time: avg=0.0173760058 max=0.017650892 "
        "median=0.017323460000000002 min=0.017082693 stddev=0.00025054161307196116 [s] lower "
        "n=0.01",
        "default | sleep 0.02 | user: avg=0.0033881999999999996 [s] lower n=0.02",
        "default | sleep 0.02 | system: avg=0.0032687999999999997 [s] lower n=0.02",
        "default | sleep 0.02 | time: avg=0.027651119600000003 max=0.028338593000000002 "
        "median=0.027500171 min=0.027195994 stddev=0.00047485904188906486 [s] lower n=0.02",
    };
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "csv");
    CHECK(result_lines(found) == expected);
    CHECK(found.rejected.empty());
    CHECK(csv_lines(text) == expected);
    const auto wrong = find_results("command,mean,stddev,median,user,system,min,max\n"
                                    "a,nan,,1,,,,\nb,,,,,,,\nc,1,2\n",
                                    Format::csv);
    CHECK(rejected_lines(wrong) == Lines{"2:3 a/mean: nan is not finite",
                                         "3:3 b/mean: is missing",
                                         "4:1 c: the record has 3 cells, and the header 8"});
}

TEST_CASE("csv: criterion's raw.csv has samples of several iterations")
{
    const auto found = find_results(
        "group,function,value,throughput_num,throughput_type,sample_measured_value,unit,"
        "iteration_count\n"
        "Fib,Iter,20,,,9.0,ns,2\nFib,Iter,20,,,19.0,ns,4\n\"a,b\",,,7,bytes,30,cycles,3\n"
        "Fib,Iter,20,,,1,ns,0\nFib,Iter,20,,,,ns,1\nFib,Iter,20,,,x,ns,1\n",
        Format::automatic);
    CHECK(result_lines(found) == Lines{"default | Fib/Iter/20 | time: 4.5 4.75 [ns] lower value=20",
                                       "default | a,b | cycles: 10 [cycles] unknown"});
    CHECK(rejected_lines(found) ==
          Lines{"5:20 Fib/Iter/20/iteration_count: must be a number of iterations",
                "6:15 Fib/Iter/20/sample_measured_value: is missing",
                "7:15 Fib/Iter/20/sample_measured_value: \"x\" is not a number"});
}

TEST_CASE("csv: columns say by their names what they are")
{
    CHECK(csv_lines("Name,Time (ns),rss_bytes,ops_per_s,Count,Host\n"
                    "a,1.5,100,7,3,left\nb,2.5,200,8,4,\na,3.5,300,9,5,left\n") ==
          Lines{"default | a | Time: 1.5 3.5 [ns] lower Host=left",
                "default | a | rss: 100 300 [bytes] lower Host=left",
                "default | a | ops_per_s: 7 9 [ops/s] higher Host=left",
                "default | a | Count: 3 5 [] unknown Host=left",
                "default | b | Time: 2.5 [ns] lower",
                "default | b | rss: 200 [bytes] lower",
                "default | b | ops_per_s: 8 [ops/s] higher",
                "default | b | Count: 4 [] unknown"});
    CHECK(csv_lines("benchmark;test;metric;value;unit;direction\n"
                    "s;t;time;1;ms;\ns;t;score;2;;higher-is-better\nt;t;size;3;B;lower\n") ==
          Lines{"s | t | time: 1 [ms] lower",
                "s | t | score: 2 [] higher",
                "t | t | size: 3 [B] lower"});
    CHECK(csv_lines("BENCHMARK\treal_time\titerations\ttime_unit\tlatency_min\n"
                    "x\t1\t2\tns\t3\n") == Lines{"default | x | real_time: 1 [ns] lower",
                                                 "default | x | iterations: 2 [] unknown",
                                                 "default | x | latency_min: 3 [] unknown"});
}

TEST_CASE("csv: means are summaries, and tests without a name have that of their texts")
{
    CHECK(csv_lines("command,mean_ms,min_ms,max_ms,Std,runs\na,2,1,3,,10\n") ==
          Lines{"default | a | runs: 10 [] unknown",
                "default | a | time: avg=2 max=3 min=1 [ms] lower"});
    CHECK(csv_lines("algorithm,input,score\nquick,random,1\nmerge,random,2\n") ==
          Lines{"default | quick/random | score: 1 [] unknown algorithm=quick input=random",
                "default | merge/random | score: 2 [] unknown algorithm=merge input=random"});
    CHECK(csv_lines("a,b\n1,2\n") ==
          Lines{"default | default | a: 1 [] unknown", "default | default | b: 2 [] unknown"});
}

TEST_CASE("csv: quotes, newlines in them, blank lines and a byte order mark")
{
    const std::string text = "\xEF\xBB\xBF# results\r\nname,\"the \"\"time\"\" (ns)\",note\r\n\r\n"
                             "\"a\r\nb\",\"1\",\"x,\n\ny\"\r\n\"c\"\"d\" , 2 ,z\r\n";
    const auto found = find_results(text, Format::csv);
    CHECK(result_lines(found) == Lines{"default | a\nb | the \"time\": 1 [ns] lower note=x,\n\ny",
                                       "default | c\"d | the \"time\": 2 [ns] lower note=z"});
    CHECK(found.rejected.empty());
    REQUIRE(found.results.size() == 2);
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{4, 7}});
    CHECK(is_same_in_pieces(text, Format::csv));
}

TEST_CASE("csv: cells that are no numbers, and records of another length")
{
    const auto found = find_results("name,time,size,direction,cost\n"
                                    "a,1,NaN,lower,\"1,5\"\n"
                                    "b,fast,2,sideways,3\nc,fast,1e999,,4\nd,1\ne,1,2,,3,4\n"
                                    "\"f,2",
                                    Format::csv);
    CHECK(result_lines(found) ==
          Lines{"default | a | time: 1 [] lower", "default | c | cost: 4 [] unknown"});
    CHECK(rejected_lines(found) ==
          Lines{"2:5 a/size: NaN is not finite",
                "2:15 a/cost: \"1,5\" is not a number",
                "3:10 b/direction: must be \"lower\" or \"higher\"",
                "4:3 c/time: \"fast\" is not a number",
                "4:8 c/size: 1e999 is out of the range of a floating-point number",
                "5:1 d: the record has 2 cells, and the header 5",
                "6:1 e: the record has 6 cells, and the header 5",
                "7:1 f,2: the quoted cell has no end"});
}

TEST_CASE("csv: auto takes no other tables")
{
    const auto found =
        find_results("name,time\na,1\nname,iterations,real_time\na,1,2\n", Format::automatic);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
    CHECK(find_results("1,2\n3,4\nname\na\n", Format::csv).results.empty());
}

TEST_CASE("csv: two tables one after the other")
{
    const auto found =
        find_results(sample("csv-hyperfine-1.15.csv") + google_header + "\"a\",1,2,3,ns,,,,,,4\n",
                     Format::automatic);
    CHECK(found.results.size() == 9);
    CHECK(found.rejected.empty());
}

TEST_CASE("csv: a quote that is never closed and very many columns take linear time")
{
    CHECK(grows_linearly(
        [](std::size_t size) { return "name,time\n\"" + repeated("\"\"x,1\n\"", size); },
        Format::csv));
    CHECK(grows_linearly(
        [](std::size_t size) {
            const auto wide = "name" + repeated(",a", size / 2);
            return wide + "\n" + wide + "\n";
        },
        Format::csv));
}

TEST_CASE("csv: google-benchmark's aggregates without a mean and a median are named")
{
    const auto found = find_results(google_header + "\"a_stddev\",3,1,2,ns,,,,,\n", Format::csv);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) == Lines{"2:1 a/real_time: has neither a mean nor a median",
                                         "2:1 a/cpu_time: has neither a mean nor a median"});
}

TEST_CASE("csv: JMH's has scores, and what is no figure is none")
{
    const std::string text =
        "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error (99,9%)\","
        "\"Unit\",\"Param: n\",\"Param: kind\"\n"
        "\"org.example.SelectBench.sort\",\"avgt\",1,5,\"0,120356\",\"0,081554\",\"ms/op\",1000,\n"
        "\"org.example.SelectBench.sort\",\"thrpt\",1,5,\"17.5\",NaN,\"ops/ms\",1000,x\n"
        "\"org.example.SelectBench.sort\",\"thrpt\",4,5,\"20,5\",NaN,\"ops/ms\",1000,x\n"
        "\"org.example.SelectBench.sort:\u00b7gc.alloc.rate.norm\",\"thrpt\",1,5,24,NaN,\"B/op\","
        "1000,x\n"
        "\"plain\",\"ss\",1,1,NaN,NaN,\"s/op\",,\n";
    const Lines expected{
        "org.example.SelectBench | sort (n=1000) | time: avg=0.120356 [ms/op] lower mode=avgt "
        "n=1000 threads=1",
        "org.example.SelectBench | sort (n=1000, kind=x) | throughput: avg=17.5 [ops/ms] higher "
        "kind=x mode=thrpt n=1000 threads=1",
        "org.example.SelectBench | sort (n=1000, kind=x) [threads=4] | throughput: avg=20.5 "
        "[ops/ms] higher kind=x mode=thrpt n=1000 threads=4",
        "org.example.SelectBench | sort (n=1000, kind=x) | gc.alloc.rate.norm (thrpt): avg=24 "
        "[B/op] lower kind=x mode=thrpt n=1000 threads=1"};
    for (const auto format : {Format::csv, Format::automatic}) {
        const auto found = find_results(text, format);
        CHECK(found.format == "csv");
        CHECK(result_lines(found) == expected);
        CHECK(rejected_lines(found) == Lines{"6:18 plain/Score: NaN is not finite"});
    }
}

TEST_CASE("csv: nanobench's has medians of an iteration")
{
    const std::string text =
        "\"title\";\"name\";\"unit\";\"batch\";\"elapsed\";\"error %\";\"instructions\";"
        "\"branches\";\"branch misses\";\"total\"\n"
        "\"benchmark\";\"division_float\";\"op\";1;4.472e-05;0.00352644836272035;0;0;0;0.0121163\n"
        "\"\";\"crc32\";\"byte\";4096;8.25e-07;0.01;120;30;0;0.5\n";
    const Lines expected{
        "benchmark | division_float | time: avg=4.472e-05 median=4.472e-05 [s] lower",
        "default | crc32 | time: avg=8.25e-07 median=8.25e-07 [s] lower batch=4096 unit=byte",
        "default | crc32 | instructions: avg=120 median=120 [] lower batch=4096 unit=byte",
        "default | crc32 | branchinstructions: avg=30 median=30 [] lower batch=4096 unit=byte"};
    CHECK(csv_lines(text) == expected);
    CHECK(result_lines(find_results("running\n" + text, Format::automatic)) == expected);
}

TEST_CASE("csv: BenchmarkDotNet's report has figures with units of their own")
{
    const std::string start = "Method,Job,AnalyzeLaunchVariance,WarmupCount,N,Mean,Error,StdDev,"
                              "Median,Ratio,Gen0,Allocated\n";
    CHECK(csv_lines(start +
                    "Quick,DefaultJob,False,Default,10,\"1,234.5 ns\",2.1 ns,1.9 ns,1.2 \u03bcs,"
                    "1.00,0.1,1.5 KB\n"
                    "Quick,.NET 8.0,False,Default,10,2.5 ms,-,-,,1.00,-,-\n") ==
          Lines{"default | Quick(N: 10) | time: avg=1234.5 median=1200 stddev=1.9 [ns] lower N=10",
                "default | Quick(N: 10) | allocated: 1536 [B] lower N=10",
                "default | Quick(N: 10) [.NET 8.0] | time: avg=2500000 [ns] lower N=10 "
                "job=.NET 8.0"});
    CHECK(csv_lines("Method;Mean;Error;StdDev\nSlow;1.234,5 ns;1,0 ns;0,5 ns\n") ==
          Lines{"default | Slow | time: avg=1234.5 stddev=0.5 [ns] lower"});
    const auto failed =
        find_results(start + "Bad,DefaultJob,False,Default,10,NA,NA,NA,NA,?,NA,NA\n"
                             "Odd,DefaultJob,False,Default,10,5 parsecs,1 ns,1 ns,1 ns,1,-,-\n",
                     Format::automatic);
    CHECK(failed.results.empty());
    CHECK(rejected_lines(failed) ==
          Lines{"2:33 Bad(N: 10)/Mean: the benchmark failed",
                "3:33 Odd(N: 10)/Mean: \"5 parsecs\" is not a number and its unit"});
}

TEST_CASE("csv: criterion's raw.csv of all its versions")
{
    CHECK(csv_lines("group,function,value,sample_measured_value,unit,iteration_count\n"
                    "Fib,Iter,20,9.0,ns,2\n") ==
          Lines{"default | Fib/Iter/20 | time: 4.5 [ns] lower value=20"});
    CHECK(result_lines(find_results("group,function,value,sample_time_nanos,iteration_count\n"
                                    "Fib,Iter,,915000,10\nFib,Iter,,1964000,20\n",
                                    Format::automatic)) ==
          Lines{"default | Fib/Iter | time: 91500 98200 [ns] lower"});
}

TEST_CASE("csv: records of a history belong to their commits")
{
    const auto found = find_results("time,commit,metric1,latency_ms\n"
                                    "2024-01-02T03:00:00+01:00," +
                                        std::string(40, 'a') +
                                        ",154023,10.5\n"
                                        "2024-01-03T03:00:00Z," +
                                        std::string(40, 'b') +
                                        ",138455,10.25\n"
                                        "2024.01.04 3:00:00 +0100,aaa2,1,2\n",
                                    Format::csv);
    CHECK(found.results.empty());
    CHECK(past_lines(found) == Lines{"aaaa| default | default | metric1: 154023 [] unknown",
                                     "aaaa| default | default | latency: 10.5 [ms] lower",
                                     "bbbb| default | default | metric1: 138455 [] unknown",
                                     "bbbb| default | default | latency: 10.25 [ms] lower"});
    CHECK(found.past.at(0).source.committed_at ==
          cb::parse_rfc3339("2024-01-02T02:00:00Z").value());
    CHECK(rejected_lines(found) ==
          Lines{"4:26 default/commit: \"aaa2\" is not a full commit id of 40 or 64 hexadecimal "
                "digits"});
}

TEST_CASE("csv: commits without a time are not mixed")
{
    const auto a = std::string(40, 'a');
    const auto b = std::string(40, 'b');
    CHECK(past_lines(find_results("commit,ms\n" + a + ",1\n" + b + ",2\n", Format::csv)) ==
          Lines{"aaaa| default | default | ms: 1 [] unknown",
                "bbbb| default | default | ms: 2 [] unknown"});
    const auto one = find_results("commit,ms\nabc,1\nabc,2\n", Format::csv);
    CHECK(one.results.size() == 1);
    const auto two = find_results("test,commit,ms\nx,abc,1\nx,abd,2\n", Format::csv);
    CHECK(result_lines(two) == Lines{"default | x | ms: 1 [] unknown commit=abc"});
    CHECK(rejected_lines(two) ==
          Lines{"3:3 x/commit: is another commit than that of the first record; a history needs "
                "full hashes"});
}

TEST_CASE("csv: times of a history as people write them")
{
    const auto hash = std::string(40, 'a');
    const std::map<std::string, std::string> times{
        {"2021.01.02 3:00:00 +0100", "2021-01-02T02:00:00Z"},
        {"2021-01-02 03:00", "2021-01-02T03:00:00Z"},
        {"2021/01/02", "2021-01-02T00:00:00Z"},
        {"2021-01-02T03:00:00.5-02:30", "2021-01-02T05:30:00.500Z"},
        {"1609556400", "2021-01-02T03:00:00Z"},
    };
    for (const auto& [text, time] : times) {
        INFO(text);
        const auto found =
            find_results("time,commit,ms\n" + text + "," + hash + ",1\n", Format::csv);
        REQUIRE(found.past.size() == 1);
        CHECK(found.past.front().source.committed_at == cb::parse_rfc3339(time).value());
    }
    const auto found = find_results("time,commit,ms\nyesterday," + hash + ",1\n", Format::csv);
    CHECK(past_lines(found).size() == 1);
    CHECK(!found.past.front().source.committed_at);
    REQUIRE(found.past.front().rejected.size() == 1);
    CHECK(found.past.front().rejected.front().reason ==
          "is not a time such as 2026-01-31T08:00:00Z");
}

TEST_CASE("csv: hyperfine's parameters are part of a name that does not show them")
{
    const auto found = find_results("command,mean,stddev,median,user,system,min,max,parameter_n\n"
                                    "sort,1,0,1,0,0,1,1,10\nsort,2,0,2,0,0,2,2,20\n"
                                    "sort 30,3,0,3,0,0,3,3,30\n",
                                    Format::automatic);
    CHECK(found.rejected.empty());
    Lines tests;
    for (const auto& result : found.results) {
        if (result.metric == "time") {
            tests.push_back(fmt::format("{}: {}", result.test, result.summary->at("avg")));
        }
    }
    CHECK(tests == Lines{"sort (n=10): 1", "sort (n=20): 2", "sort 30: 3"});
}

TEST_CASE("csv: redis-benchmark's is known by its header")
{
    const auto text = sample("csv-redis-benchmark-7.0.15.csv");
    const auto found = find_results("Could not fetch server CONFIG\n" + text, Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | SET | throughput: 45454.55 [requests/s] higher",
                "default | SET | latency: avg=0.077 max=0.279 median=0.071 min=0.024 p95=0.127 "
                "p99=0.223 [ms] lower",
                "default | GET | throughput: 33333.34 [requests/s] higher",
                "default | GET | latency: avg=0.116 max=4.047 median=0.071 min=0.024 p95=0.135 "
                "p99=0.271 [ms] lower"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::csv));
}
