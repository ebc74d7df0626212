#include "base/time.hpp"
#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb;
using namespace cb::parse;
using namespace cb::parse::test;

namespace {

const std::string commit(40, 'a');

/// A history with one entry with a commit and these members.
std::string history(std::string_view members)
{
    return fmt::format(
        R"(window.BENCHMARK_DATA = {{"lastUpdate":1,"entries":{{"S":[{{"commit":{{"id":"{}"}},{}}}]}}}};)",
        commit,
        members);
}

/// The results of a tool that printed one figure in this unit.
Lines of_tool(std::string_view tool, std::string_view unit)
{
    return past_lines(find_results(
        history(fmt::format(
            R"("tool":"{}","benches":[{{"name":"n","value":1,"unit":"{}"}}])", tool, unit)),
        Format::automatic));
}

} // namespace

TEST_CASE("github-action-benchmark: custom results, ranges are not samples")
{
    const auto text = sample("github-action-benchmark-custom-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "github-action-benchmark");
    CHECK(found.rejected.empty());
    CHECK(found.past.empty());
    CHECK(result_lines(found) ==
          Lines{"default | My Custom Smaller Is Better Benchmark - CPU Load | value: 50 [Percent] "
                "unknown",
                "default | My Custom Smaller Is Better Benchmark - Memory Used | value: avg=100 "
                "[Megabytes] unknown extra=Value for Tooltip: 25\nOptional Num #2: 100 range=3",
                "default | request | time: 12.25 [ms] lower",
                "default | request | throughput: 81.5 [req/s] higher"});
    CHECK(is_same_in_pieces(text, Format::automatic));
}

TEST_CASE("github-action-benchmark: the history of data.js, commit by commit")
{
    const auto text = sample("github-action-benchmark-made.js");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "github-action-benchmark");
    CHECK(found.results.empty());
    CHECK(past_lines(found) ==
          Lines{"0123| Rust Benchmark | bench_fib_10 | time: avg=254 [ns/iter] lower range=± 35",
                "0123| Rust Benchmark | bench_fib_20 | time: avg=34001 [ns/iter] lower "
                "range=± 2802",
                "89ab| Rust Benchmark | bench_fib_10 | time: avg=250 [ns/iter] lower range=± 5",
                "89ab| C++ Benchmark | fib_10 | time: 210.5 211.5 [ns/iter] lower "
                "extra=iterations: 3070566\ncpu: 214 ns\nthreads: 1",
                "0123| Memory | peak | value: 100 104 [Megabytes] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"70:17 entries/Rust Benchmark/2/commit/id: \"main\" is not a full commit id of 40 "
                "or 64 hexadecimal digits"});
    REQUIRE(found.past.size() == 4);
    const auto& first = found.past[0].source;
    CHECK(found.past[0].part == "Rust Benchmark");
    CHECK(found.past[0].provenance == std::map<std::string, std::string>{{"tool", "cargo"}});
    CHECK(found.past[3].first_measured_at == parse_rfc3339("2019-11-09T15:09:10Z").value());
    CHECK(found.past[3].last_measured_at == parse_rfc3339("2019-11-09T15:09:20Z").value());
    CHECK(first.repo == "rhysd/example");
    CHECK(first.url == "https://github.com/rhysd/example");
    CHECK(first.author == "Ada L. <a@example.org>");
    CHECK(first.subject == "Make fib faster");
    CHECK(first.committed_at == cb::parse_rfc3339("2019-11-09T15:06:58Z").value());
    CHECK(found.past[1].source.subject == "Add a thing");
    CHECK(is_same_in_pieces(text, Format::automatic));
}

TEST_CASE("github-action-benchmark: each commit of a history has its own limit of rejections")
{
    std::string entries;
    const std::size_t rows = 1500;
    for (const char digit : {'a', 'b'}) {
        std::string benches;
        for (std::size_t i = 0; i < rows; ++i) {
            benches += R"({"name":"n","value":"x","unit":"s"},)";
        }
        entries += fmt::format(
            R"({}{{"commit":{{"id":"{}"}},"tool":"cargo","benches":[{}{{"name":"good","value":1,"unit":"s"}}]}})",
            entries.empty() ? "" : ",",
            std::string(40, digit),
            benches);
    }
    const auto found = find_results(
        fmt::format(R"(window.BENCHMARK_DATA = {{"lastUpdate":1,"entries":{{"S":[{}]}}}})",
                    entries),
        Format::automatic);
    CHECK(found.rejected.empty());
    REQUIRE(found.past.size() == 2);
    for (const auto& past : found.past) {
        CHECK(result_lines(past.results) == Lines{"S | good | time: 1 [s] lower"});
        REQUIRE(past.rejected.size() == 1001);
        CHECK(past.rejected[999].reason == R"("x" is not a number)");
        CHECK(past.rejected[1000].reason == "this and 499 later entries were rejected, too");
    }
}

TEST_CASE("github-action-benchmark: rows of go have a figure of each unit, and no row twice")
{
    const auto found = find_results(
        history(
            R"j("tool":"go","benches":[)j"
            R"j({"name":"BenchmarkOld","value":152233,)j"
            R"j("unit":"ns/op\t   39461 B/op\t    1041 allocs/op","extra":"80137 times\n2 procs"},)j"
            R"j({"name":"BenchmarkSet (a.b/c)","value":7820,)j"
            R"j("unit":"ns/op\t   4.09 MB/s\t     344 B/op","extra":"1 times\n4 procs"},)j"
            R"j({"name":"BenchmarkSet (a.b/c) - ns/op","value":7820,"unit":"ns/op"},)j"
            R"j({"name":"BenchmarkSet (a.b/c) - MB/s","value":4.09,"unit":"MB/s"},)j"
            R"j({"name":"BenchmarkSet (a.b/c) - B/op","value":344,"unit":"B/op"},)j"
            R"j({"name":"BenchmarkAlone - allocs/op","value":3,"unit":"allocs/op"},)j"
            R"j({"name":"BenchmarkPlain","value":30378,"unit":"ns/op","extra":"3 times\n4 procs"},)j"
            R"j({"name":"BenchmarkCpu","value":1,"unit":"ns/op","extra":"3 times\n1 procs"},)j"
            R"j({"name":"BenchmarkCpu","value":2,"unit":"ns/op","extra":"3 times\n2 procs"},)j"
            R"j({"name":"BenchmarkBad","value":5,"unit":"ns/op\tNaN hits\tx"}])j"),
        Format::automatic);
    CHECK(past_lines(found) ==
          Lines{"aaaa| S | BenchmarkOld | time: 152233 [ns/op] lower",
                "aaaa| S | BenchmarkOld | memory: 39461 [B/op] lower",
                "aaaa| S | BenchmarkOld | allocs: 1041 [allocs/op] lower",
                "aaaa| S | BenchmarkSet (a.b/c) | time: 7820 [ns/op] lower",
                "aaaa| S | BenchmarkSet (a.b/c) | throughput: 4.09 [MB/s] higher",
                "aaaa| S | BenchmarkSet (a.b/c) | memory: 344 [B/op] lower",
                "aaaa| S | BenchmarkAlone | allocs: 3 [allocs/op] lower",
                "aaaa| S | BenchmarkPlain | time: 30378 [ns/op] lower",
                "aaaa| S | BenchmarkCpu-1 | time: 1 [ns/op] lower",
                "aaaa| S | BenchmarkCpu-2 | time: 2 [ns/op] lower",
                "aaaa| S | BenchmarkBad | time: 5 [ns/op] lower"});
    REQUIRE(found.past.size() == 1);
    REQUIRE(found.past[0].rejected.size() == 2);
    CHECK(found.past[0].rejected[0].reason == "NaN is not finite");
    CHECK(found.past[0].rejected[1].reason == "\"x\" is no figure with a unit");
}

TEST_CASE("github-action-benchmark: ranges that are numbers, and numbers that are texts")
{
    CHECK(past_lines(find_results(history(R"("tool":"customSmallerIsBetter","benches":[)"
                                          R"({"name":"n","value":10.9,"unit":"s","range":0.08},)"
                                          R"({"name":"t","value":" 12.5","unit":"s"},)"
                                          R"({"name":"u","value":"12.5 s","unit":"s"}])"),
                                  Format::automatic)) ==
          Lines{"aaaa| S | n | time: avg=10.9 [s] lower range=0.08",
                "aaaa| S | t | time: 12.5 [s] lower"});
}

TEST_CASE("github-action-benchmark: all measurements of one commit are kept")
{
    std::string entries;
    for (const double value : {100.0, 104.0, 98.0}) {
        entries += fmt::format(
            R"({}{{"commit":{{"id":"{}"}},"tool":"cargo","benches":[{{"name":"n","value":{},"unit":"ns/iter","range":"± 2"}}]}})",
            entries.empty() ? "" : ",",
            commit,
            value);
    }
    const auto found = find_results(
        fmt::format(R"(window.BENCHMARK_DATA = {{"lastUpdate":1,"entries":{{"S":[{}]}}}})",
                    entries),
        Format::automatic);
    CHECK(past_lines(found) == Lines{"aaaa| S | n | time: 100 104 98 [ns/iter] lower range=± 2"});
    CHECK(rejected_lines(found).empty());
}

TEST_CASE("github-action-benchmark: the unit and the tool say which way is better")
{
    const auto line = [](std::string_view rest) {
        return Lines{fmt::format("aaaa| S | n | {}", rest)};
    };
    CHECK(of_tool("customBiggerIsBetter", "ms") == line("time: 1 [ms] higher"));
    CHECK(of_tool("customSmallerIsBetter", "x/s") == line("throughput: 1 [x/s] lower"));
    CHECK(of_tool("customBiggerIsBetter", "%") == line("value: 1 [%] higher"));
    CHECK(of_tool("benchmarkjs", "ops/sec") == line("throughput: 1 [ops/sec] higher"));
    CHECK(of_tool("pytest", "iter/sec") == line("throughput: 1 [iter/sec] higher"));
    CHECK(of_tool("catch2", "us") == line("time: 1000 [ns] lower"));
    CHECK(of_tool("go", "ns/op") == line("time: 1 [ns/op] lower"));
    CHECK(of_tool("go", "MB/s") == line("throughput: 1 [MB/s] higher"));
    CHECK(of_tool("go", "B/op") == line("memory: 1 [B/op] lower"));
    CHECK(of_tool("go", "widgets") == line("widgets: 1 [widgets] unknown"));
    CHECK(of_tool("jmh", "ops/ms") == line("throughput: 1 [ops/ms] higher"));
    CHECK(of_tool("newtool", "ms") == line("time: 1 [ms] lower"));
}

TEST_CASE("github-action-benchmark: an entry that is wrong costs only itself")
{
    const auto found = find_results(
        R"([{"name":"a","unit":"ms","value":"x"},
{"name":"b","unit":"ms","value":NaN,"range":"1"},
{"unit":"ms","value":1},
{"name":7,"unit":"ms","value":1},
{"name":"c","unit":"ms"},
{"name":"d","unit":3,"value":1},
{"name":"e","unit":null,"value":1},
{"name":"f","unit":"ms","value":1,"range":"± 2"},
{"name":"f","unit":"ms","value":2},
{"name":"g","unit":"ms","value":3}])",
        Format::automatic);
    CHECK(result_lines(found) == Lines{"default | f | time: avg=1 [ms] lower range=± 2",
                                       "default | g | time: 3 [ms] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"1:34 value: \"x\" is not a number",
                "2:33 value: NaN is not a value in JSON",
                "3:1 name: is missing",
                "4:9 name: must be a string without NUL bytes",
                "5:1 value: is missing",
                "6:20 unit: must be a string without NUL bytes",
                "7:20 unit: is missing",
                "9:33 value: the metric was printed before, and a summary such as {\"avg\"} cannot "
                "be merged"});
}

TEST_CASE("github-action-benchmark: an entry of the history that is wrong costs only itself")
{
    const auto of = [](std::string_view entries) {
        return find_results(fmt::format(R"({{"repoUrl":"","entries":{{"S":[{}]}}}})", entries),
                            Format::automatic);
    };
    const auto id = fmt::format(R"("commit":{{"id":"{}"}})", commit);
    const auto found = of(R"(7,{},{"commit":{"id":5}},{"commit":[]},{)" + id + R"(},{)" + id +
                          R"(,"benches":[3,{"name":"a"},{"name":"b","value":1,"unit":"s"}]})");
    CHECK(past_lines(found) == Lines{"aaaa| S | b | time: 1 [s] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"1:31 entries/S/0: must be an object",
                "1:33 entries/S/1/commit: is missing",
                "1:52 entries/S/2/commit/id: must be a string without NUL bytes",
                "1:66 entries/S/3/commit: must be an object",
                "1:70 entries/S/4/benches: is missing",
                "1:202 entries/S/5/benches/0: must be an object",
                "1:204 entries/S/5/benches/1/value: is missing"});
    CHECK(rejected_lines(find_results(R"({"repoUrl":"","entries":[]})", Format::automatic)) ==
          Lines{"1:25 entries: must be an object"});
    CHECK(rejected_lines(find_results(R"({"repoUrl":"","entries":{"S":{}}})", Format::automatic)) ==
          Lines{"1:30 entries/S: must be a list"});
}

TEST_CASE("github-action-benchmark: results in the middle of a log, and what is none")
{
    const auto found =
        find_results("run {\n  {\"name\":\"a\",\"unit\":\"\",\"value\":1,\"k\":2} ok\n"
                     R"({"name":"x","unit":"s","id":4} {"unit":"s"})",
                     Format::automatic);
    CHECK(result_lines(found) == Lines{"default | a | value: 1 [] unknown"});
    CHECK(found.rejected.empty());
    CHECK(find_results(R"({"entries":{"a":[{"commit":5}]}})", Format::automatic).rejected.empty());
}

TEST_CASE("github-action-benchmark: a suite's name that is too long is rejected")
{
    const auto found = find_results(
        fmt::format(R"({{"repoUrl":"","entries":{{"{}":[]}}}})", std::string(5000, 'n')),
        Format::automatic);
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected[0].reason == "is too long for a name, with 5000 bytes");
}

TEST_CASE("github-action-benchmark: no aggregate of Google Benchmark is a sample")
{
    const auto found = find_results(
        R"(window.BENCHMARK_DATA = {"lastUpdate":1,"repoUrl":"https://github.com/a/b","entries":{"S":[
           {"commit":{"id":"0123456789012345678901234567890123456789","message":"m","timestamp":"2026-01-02T03:04:05Z"},
            "date":1,"tool":"googlecpp","benches":[
             {"name":"x","value":2,"unit":"ns/iter"},{"name":"x_mean","value":3,"unit":"ns/iter"},
             {"name":"x_median","value":4,"unit":"ns/iter"},{"name":"x_cv","value":5,"unit":"ns/iter"}]}]}})",
        Format::automatic);
    CHECK(past_lines(found) ==
          std::vector<std::string>{"0123| S | x | time: 2 [ns/iter] lower",
                                   "0123| S | x_mean | time: avg=3 [ns/iter] lower",
                                   "0123| S | x_median | time: avg=4 [ns/iter] lower"});
    CHECK(found.rejected.empty());
}
