#include "base/time.hpp"
#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// A file with these results, in the columns "result", "params", "samples" and "stats_q_25".
std::string make_results(std::string_view results)
{
    return fmt::format(
        R"({{"commit_hash":"{}","result_columns":["result","params","samples","stats_q_25"],)"
        R"("results":{}}})",
        std::string(40, 'a'),
        results);
}

} // namespace

TEST_CASE("asv: samples, statistics, single figures and every combination of parameters")
{
    const auto text = sample("asv-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "asv");
    CHECK(found.results.empty());
    const std::string env = " [virtualenv-py3.11-numpy]";
    const std::string machine = " machine=bench1";
    CHECK(
        past_lines(found) ==
        Lines{"05d2| benchmarks.TimeSuite" + env +
                  " | time_keys | time: avg=1.125e-05 median=1.125e-05 p25=1.12e-05 "
                  "p75=1.13e-05 [s] lower" +
                  machine,
              "05d2| benchmarks.TimeSuite" + env +
                  " | time_range(10, 'a') | time: 2.5e-06 2.4e-06 2.6e-06 [s] lower" + machine,
              "05d2| benchmarks.TimeSuite" + env +
                  " | time_range(10, 'b') | time: 3.5e-06 3.6e-06 [s] lower" + machine,
              "05d2| benchmarks.MemSuite" + env +
                  " | peakmem_list | peak_memory: 63111168 [B] lower" + machine,
              "05d2| benchmarks.MemSuite" + env + " | mem_list | memory: 2440 [B] lower" + machine,
              "05d2| default" + env + " | track_loss | value: 0.75 [] unknown" + machine});
    CHECK(rejected_lines(found) ==
          Lines{"1:750 results/benchmarks.TimeSuite.time_range/0/2: time_range(100, 'a') was "
                "skipped: NaN is not a value in JSON",
                "1:755 results/benchmarks.TimeSuite.time_range/0/3: time_range(100, 'b') failed",
                "1:1308 results/benchmarks.TimeSuite.time_broken: the benchmark failed"});
    REQUIRE(found.past.size() == 1);
    CHECK(found.past[0].rejected.size() == 3);
    CHECK(found.rejected.empty());
    CHECK(found.past[0].source.committed_at == cb::parse_rfc3339("2023-10-11T16:00:00Z").value());
    CHECK(found.past[0].source.repo.empty());
    CHECK(found.past[0].part == "bench1\nvirtualenv-py3.11-numpy");
    CHECK(found.past[0].host.name == "bench1");
    CHECK(found.past[0].host.facts.at("os") == "Linux 6.1");
    CHECK(found.past[0].host.facts.count("python") == 0);
    CHECK(found.past[0].first_measured_at == cb::parse_rfc3339("2023-10-11T16:01:40Z").value());
    CHECK(found.past[0].last_measured_at == cb::parse_rfc3339("2023-10-11T16:05:00Z").value());
    CHECK(found.past[0].provenance.at("env_name") == "virtualenv-py3.11-numpy");
    CHECK(is_same_in_pieces(text, Format::automatic));
}

TEST_CASE("asv: a file in the middle of a log; names of classes; results that are no lists")
{
    const auto found = find_results(
        "· Running {\n" +
            make_results(R"({"TimeKeys":[1.5],"m.PeakMem_x":[[2],[]],"m.other":[3]})") + " ok",
        Format::asv);
    CHECK(past_lines(found) == Lines{"aaaa| default | TimeKeys | time: 1.5 [s] lower",
                                     "aaaa| m | PeakMem_x | peak_memory: 2 [B] lower",
                                     "aaaa| m | other | value: 3 [] unknown"});
    CHECK(found.rejected.empty());
}

TEST_CASE("asv: what is wrong is named and costs only itself")
{
    const auto found = find_results(
        make_results("\n{\"time_a\":[[1,2],[]],\n\"time_b\":[[1],[[1]]],\n\"time_c\":[[1],[[]]],\n"
                     "\"time_d\":7,\n\"time_e\":[[\"x\"]],\n\"time_f\":[[1],[],[[3,NaN,\"q\"]]],\n"
                     "\"time_g\":[[1],[],[[null]]],\n\"time_h\":[]\n}"),
        Format::automatic);
    CHECK(past_lines(found) == Lines{"aaaa| default | time_f | time: 3 [s] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"2:11 results/time_a: has 2 results for 1 combinations of params",
                "3:10 results/time_b: must have lists of strings as params",
                "4:10 results/time_c: must have lists of strings as params",
                "5:10 results/time_d: must be a list",
                "6:12 results/time_e/0/0: time_e was skipped: \"x\" is not a number",
                "7:22 results/time_f/2/0/1: NaN is not a value in JSON",
                "7:26 results/time_f/2/0/2: \"q\" is not a number",
                "8:20 results/time_g/2/0/0: must be a number",
                "9:10 results/time_h: the benchmark failed"});
}

TEST_CASE("asv: a commit that is none, and results that are none")
{
    const auto found = find_results(
        R"({"commit_hash":"05d283b9","result_columns":[],"results":{}}
{"result_columns":[],"results":{}}
{"commit_hash":"05d283b9ba6e4ec2f5d9f0c8d5f5a5a1f8e7c6b5","result_columns":[],"results":[]}
{"commit_hash":"05d283b9ba6e4ec2f5d9f0c8d5f5a5a1f8e7c6b5","result_columns":[],"results":{},"env_name":1})",
        Format::automatic);
    CHECK(found.past.empty());
    CHECK(rejected_lines(found) ==
          Lines{"1:16 commit_hash: \"05d283b9\" is not a full commit id of 40 or 64 hexadecimal "
                "digits",
                "2:1 commit_hash: is missing",
                "3:89 results: must be an object",
                "4:103 env_name: must be a string without NUL bytes"});
}

TEST_CASE("asv: parameters do not fill the memory")
{
    std::string params = "[";
    std::string results = "[";
    for (int i = 0; i < 70000; ++i) {
        params += i == 0 ? "\"1\"" : ",\"1\"";
        results += i == 0 ? "1" : ",1";
    }
    const auto long_value = fmt::format(R"(["{}"])", std::string(4000, 'v'));
    const auto found =
        find_results(make_results(fmt::format(
                         R"({{"time_a":[{}],[{},{}]]}})", results, params + "]", long_value)),
                     Format::automatic);
    CHECK_FALSE(has_results(found));
    CHECK(rejected_lines(found) ==
          Lines{"1:139 results/time_a: has params that are too long, or too many, for names"});
    const auto longer = find_results(
        make_results(fmt::format(R"({{"time_a":[[1],[["{}"]]]}})", std::string(5000, 'v'))),
        Format::automatic);
    CHECK(all_rejected(longer).size() == 1);
    std::string many;
    for (int i = 0; i < 2000; ++i) {
        many += fmt::format(R"({}["1","2"])", i == 0 ? "" : ",");
    }
    const auto product = find_results(make_results(fmt::format(R"({{"time_a":[[1],[{}]]}})", many)),
                                      Format::automatic);
    CHECK(all_rejected(product).size() == 1);
}

TEST_CASE("asv: files of version 1")
{
    const auto text =
        R"({"results":{"bench.TimeSuite.time_keys":0.25,"bench.mem_list":4096,)"
        R"("bench.time_failed":null,"bench.time_range":{"params":[["10","20"]],)"
        R"("result":[1.5,NaN],"stats":[{"q_25":1.25,"q_75":1.75,"min":1,"max":2,"mean":1.625,)"
        R"("std":0.5,"n":10},null]},)"
        R"("bench.time_sampled":{"result":[2],"samples":[[1.5,2.5]],"params":[]}},)"
        R"("params":{"machine":"bench1","python":"2.7"},"requirements":{},)"
        R"("commit_hash":")" +
        std::string(40, 'a') +
        R"(","date":1440000000000,"env_name":"py2.7","python":"2.7","profiles":{},)"
        R"("version":1})";
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "asv");
    CHECK(past_lines(found) ==
          std::vector<std::string>{
              "aaaa| bench.TimeSuite [py2.7] | time_keys | time: 0.25 [s] lower machine=bench1",
              "aaaa| bench [py2.7] | mem_list | memory: 4096 [B] lower machine=bench1",
              "aaaa| bench [py2.7] | time_range(10) | time: avg=1.625 max=2 median=1.5 min=1 "
              "p25=1.25 "
              "p75=1.75 stddev=0.5 [s] lower machine=bench1",
              "aaaa| bench [py2.7] | time_sampled | time: 1.5 2.5 [s] lower machine=bench1"});
    CHECK(rejected_lines(found) ==
          std::vector<std::string>{
              "1:88 results/bench.time_failed: the benchmark failed",
              "1:150 results/bench.time_range/result/1: time_range(20) was skipped: NaN is not a "
              "value in JSON"});
    CHECK(is_same_in_pieces(text, Format::asv));
}
