#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// A run in mode avgt with this primary metric.
std::string run(std::string_view metric)
{
    return fmt::format(
        R"({{"jmhVersion":"1.37","benchmark":"a.B.c","mode":"avgt","primaryMetric":{}}})", metric);
}

} // namespace

TEST_CASE("jmh: samples of all forks, modes, parameters and secondary metrics")
{
    const auto text = sample("jmh-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "jmh");
    const std::string set = " impl=HashSet mode=thrpt size=1024 threads=1";
    const std::string rebuild =
        "org.example.SetBench | rebuild | sample_time: avg=43.5 max=250 median=42 min=40 p90=50 "
        "p95=56 p99=64 p99.9=80 p99.99=96 p99.999=120 p99.9999=128 [ns/op] lower mode=sample "
        "threads=1";
    CHECK(result_lines(found) ==
          Lines{
              "org.example.SetBench | contains (impl=HashSet, size=1024) | throughput: 528.8 531.5 "
              "532 535.3 [ops/ms] higher" +
                  set,
              "org.example.SetBench | contains (impl=HashSet, size=1024) | gc.alloc.rate (thrpt): "
              "100 101 102 103 [MB/sec] unknown" +
                  set,
              "org.example.SetBench | contains (impl=HashSet, size=1024) | gc.alloc.rate.norm "
              "(thrpt): 24 24 24 24 [B/op] lower" +
                  set,
              "org.example.SetBench | contains (impl=HashSet, size=1024) | gc.count (thrpt): 1 1 2 "
              "0 [counts] unknown" +
                  set,
              "org.example.SetBench | contains (impl=TreeSet, size=1024) | time: 0.0125 [us/op] "
              "lower impl=TreeSet mode=avgt size=1024 threads=1",
              "org.example.SetBench | contains | sample_time: 41 41 42 42 42 60 [ns/op] lower "
              "mode=sample threads=4",
              rebuild,
              "org.example.SetBench | coldStart | single_shot_time: 12.5 13.5 [ms/op] lower "
              "mode=ss threads=1",
          });
    CHECK(rejected_lines(found) ==
          Lines{"382:21 primaryMetric/rawData/1/0: \"+INF\" is not a number"});
    CHECK(is_same_in_pieces(text, Format::automatic));
}

TEST_CASE("jmh: a run in the middle of a log, by its name")
{
    const auto found = find_results("# Fork: 1 of 1\n{x [\n" +
                                        run(R"({"score":1,"scoreUnit":"s/op","rawData":[[2,3]]})") +
                                        "\nBenchmark Mode Cnt\n",
                                    Format::jmh);
    CHECK(result_lines(found) == Lines{"a.B | c | time: 2 3 [s/op] lower mode=avgt"});
    CHECK(found.rejected.empty());
}

TEST_CASE("jmh: without raw data there is a summary, and a score that is none is rejected")
{
    const auto found = find_results(
        run(R"({"score":1.5,"scoreUnit":"s/op","scorePercentiles":{"0.0":1,"90.0":"NaN"}})") +
            "\n" + run(R"({"score":"NaN","scoreUnit":"s/op","rawData":[]})") + "\n" +
            run(R"({"scoreUnit":"s/op","rawData":[[],[]]})"),
        Format::automatic);
    CHECK(result_lines(found) == Lines{"a.B | c | time: avg=1.5 min=1 [s/op] lower mode=avgt"});
    CHECK(rejected_lines(found) == Lines{"2:81 primaryMetric/score: \"NaN\" is not a number",
                                         "3:72 primaryMetric/score: is missing"});
}

TEST_CASE("jmh: secondary metrics, of old versions with a dot, and of auxiliary counters")
{
    const auto found = find_results(
        R"({"benchmark":"c","mode":"thrpt","primaryMetric":{"scoreUnit":"ops/s","rawData":[[1]]},
"secondaryMetrics":{"·gc.time":{"scoreUnit":"ms","rawData":[[3]]},"hits":{"scoreUnit":"ops/s",
"rawData":[[4]]},"bad":7,"·stack":{"score":"NaN","scoreUnit":"---","rawData":[]}}})",
        Format::automatic);
    CHECK(result_lines(found) == Lines{"default | c | throughput: 1 [ops/s] higher mode=thrpt",
                                       "default | c | gc.time (thrpt): 3 [ms] lower mode=thrpt",
                                       "default | c | hits (thrpt): 4 [ops/s] higher mode=thrpt"});
    CHECK(rejected_lines(found) == Lines{"3:24 secondaryMetrics/bad: must be an object"});
}

TEST_CASE("jmh: a pair of a histogram that is none costs only itself")
{
    const auto found = find_results(
        run(R"({"scoreUnit":"s/op","rawDataHistogram":[[[[1,2],[3],[4,-1],["NaN",1],[5,1]]]]})"),
        Format::automatic);
    CHECK(result_lines(found) == Lines{"a.B | c | time: 1 1 5 [s/op] lower mode=avgt"});
    const std::string reason = "must be a value and how often it was seen";
    CHECK(rejected_lines(found) ==
          Lines{"1:120 primaryMetric/rawDataHistogram/0/0/1: " + reason,
                "1:124 primaryMetric/rawDataHistogram/0/0/2: " + reason,
                "1:132 primaryMetric/rawDataHistogram/0/0/3/0: \"NaN\" is not a number"});
}

TEST_CASE("jmh: 10000 samples of a histogram are samples, more are a summary")
{
    const auto of = [](std::string_view count) {
        return find_results(
            run(fmt::format(R"({{"score":1,"scoreUnit":"s/op","rawDataHistogram":[[[[1,{}]]]]}})",
                            count)),
            Format::automatic);
    };
    CHECK(of("10000").results.at(0).values.size() == 10000);
    CHECK(result_lines(of("10001")) == Lines{"a.B | c | time: avg=1 [s/op] lower mode=avgt"});
    CHECK(result_lines(of("18446744073709551615")) ==
          Lines{"a.B | c | time: avg=1 [s/op] lower mode=avgt"});
    CHECK(result_lines(of("0")) == Lines{"a.B | c | time: avg=1 [s/op] lower mode=avgt"});
}

TEST_CASE("jmh: counts do not fill the memory")
{
    std::string text;
    for (int i = 0; i < 1100; ++i) {
        text += fmt::format(
            R"({{"benchmark":"c{}","mode":"avgt","primaryMetric":{{"score":1,"rawDataHistogram":[[[[1,10000]]]]}}}})",
            i);
    }
    const auto found = find_results(text, Format::jmh);
    CHECK(found.results.at(999).values.size() == 10000);
    CHECK(found.results.at(1000).summary);
}

TEST_CASE("jmh: members that are missing or of a wrong type are named")
{
    const auto found = find_results(
        R"({"jmhVersion":"1","mode":"avgt"}
{"jmhVersion":"1","benchmark":7,"mode":"avgt"}
{"jmhVersion":"1","benchmark":"a"}
{"jmhVersion":"1","benchmark":"a","mode":"avgt"}
{"jmhVersion":"1","benchmark":"a","mode":"avgt","primaryMetric":[]}
{"jmhVersion":"1","benchmark":"a","mode":"avgt","params":{"p":1},"primaryMetric":{}}
{"primaryMetric":"latency"}
)" + fmt::format(R"({{"jmhVersion":"1","benchmark":"{}","mode":"avgt"}})", std::string(5000, 'x')),
        Format::automatic);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) ==
          Lines{"1:1 benchmark: is missing",
                "2:31 benchmark: must be a string without NUL bytes",
                "3:1 mode: is missing",
                "4:1 primaryMetric: is missing",
                "5:65 primaryMetric: must be an object",
                "6:63 params/p: must be a string without NUL bytes",
                "8:31 benchmark: is too long for a name, with 5000 bytes"});
}

TEST_CASE("jmh: several calls in one log that differ in threads or the JVM are kept apart")
{
    const auto call = [](std::string_view members, double value) {
        return fmt::format(R"([{{"jmhVersion":"1.37","benchmark":"a.B.c","mode":"avgt",{},)"
                           R"("primaryMetric":{{"scoreUnit":"s/op","rawData":[[{}]]}}}}])"
                           "\n",
                           members,
                           value);
    };
    const std::string old_jvm = R"("threads":1,"jdkVersion":"17.0.9","jvmArgs":["-Xmx1g"])";
    const auto found = find_results(
        call(old_jvm, 1) + call(R"("threads":4,"jdkVersion":"17.0.9","jvmArgs":["-Xmx1g"])", 2) +
            call(R"("threads":1,"jdkVersion":"21.0.1","jvmArgs":["-Xmx1g","-XX:+UseZGC"])", 3) +
            call(old_jvm, 4),
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"a.B | c | time: 1 4 [s/op] lower mode=avgt threads=1",
                "a.B | c [threads=4] | time: 2 [s/op] lower mode=avgt threads=4",
                "a.B | c [jdkVersion=21.0.1, jvmArgs=-Xmx1g -XX:+UseZGC] | time: 3 [s/op] lower "
                "mode=avgt threads=1"});
}
