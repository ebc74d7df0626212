#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/growth.hpp"

using namespace std::string_view_literals;
using namespace cb::parse;
using namespace cb::parse::test;

namespace {

const std::string labels = " cpu=Oxide Virtual Turin-like Processor";
const std::string platform = " goarch=amd64 goos=linux";

/// An event of `go test -json`.
std::string event(std::string_view output, std::string_view package = "p")
{
    return fmt::format(
        "{{\"Time\":\"2026-11-24T03:02:25Z\",\"Action\":\"output\",\"Package\":\"{}\","
        "\"Output\":\"{}\"}}\n",
        package,
        output);
}

} // namespace

TEST_CASE("go: each line is a sample of each of its units")
{
    const auto found = find_results(sample("go-1.19.txt"), Format::automatic);
    CHECK(found.format == "go");
    CHECK(found.rejected.empty());
    const auto all = labels + platform;
    CHECK(result_lines(found) ==
          Lines{
              "example.com/x | BenchmarkA-2 | time: 6.62 6.81 7.11 [ns/op] lower" + all,
              "example.com/x | BenchmarkA-2 | throughput: 154682.78 150367.11 144022.5 [MB/s] "
              "higher" +
                  all,
              "example.com/x | BenchmarkA-2 | memory: 0 0 0 [B/op] lower" + all,
              "example.com/x | BenchmarkA-2 | allocs: 0 0 0 [allocs/op] lower" + all,
              "example.com/x | BenchmarkB/format=json-2 | time: 18.94 22.75 8.01 [ns/op] lower" +
                  labels + " format=json" + platform,
              "example.com/x | BenchmarkB/format=json-2 | widgets/op: 12.5 12.5 12.5 "
              "[widgets/op] unknown" +
                  labels + " format=json" + platform,
              "example.com/x | BenchmarkB/format=gob-2 | time: 24.35 26.16 15.43 [ns/op] lower" +
                  labels + " format=gob" + platform,
              "example.com/x | BenchmarkB/format=gob-2 | widgets/op: 12.5 12.5 12.5 "
              "[widgets/op] unknown" +
                  labels + " format=gob" + platform,
          });
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{5, 7}});
}

TEST_CASE("go: the pieces of JSON events are put together into lines")
{
    const auto found = find_results(sample("go-1.19-json.jsonl"), Format::automatic);
    CHECK(found.format == "go");
    const auto all = labels + platform;
    CHECK(result_lines(found) ==
          Lines{
              "example.com/x | BenchmarkA-2 | time: 3.3 [ns/op] lower" + all,
              "example.com/x | BenchmarkA-2 | throughput: 310303.03 [MB/s] higher" + all,
              "example.com/x | BenchmarkA-2 | memory: 0 [B/op] lower" + all,
              "example.com/x | BenchmarkA-2 | allocs: 0 [allocs/op] lower" + all,
              "example.com/x | BenchmarkB/format=json-2 | time: 8.41 [ns/op] lower" + labels +
                  " format=json" + platform,
              "example.com/x | BenchmarkB/format=json-2 | widgets/op: 12.5 [widgets/op] unknown" +
                  labels + " format=json" + platform,
              "example.com/x | BenchmarkB/format=gob-2 | time: 6.12 [ns/op] lower" + labels +
                  " format=gob" + platform,
              "example.com/x | BenchmarkB/format=gob-2 | widgets/op: 12.5 [widgets/op] unknown" +
                  labels + " format=gob" + platform,
          });
    CHECK(rejected_lines(found) ==
          Lines{"16:118 Output: BenchmarkSkip: the benchmark was skipped: x_test.go:5: no"});
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{6, 7}});
}

TEST_CASE("go: how the text is cut changes nothing")
{
    CHECK(is_same_in_pieces(sample("go-1.19.txt"), Format::go));
    CHECK(is_same_in_pieces(sample("go-1.19-json.jsonl"), Format::go));
}

TEST_CASE("go: among other output, coloured, with other line ends")
{
    const auto found = find_results("make: entering\nBenchmarking fib: Warming up\n"
                                    "Benchmark 1: sleep 1\nBenchmarkRunner has started\n"
                                    "Benchmark\nBenchmarkRunner 12 jobs done\n"
                                    "goroutine 1 [running]\npackage: x\n"
                                    "\x1b[32mBenchmarkX\x1b[0m-8 \t 100\t 5 ns/op\r\n"
                                    "BenchmarkY 3 7 ns/op 2 B/op\n-----\nPASS",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"default | BenchmarkX-8 | time: 5 [ns/op] lower",
                                       "default | BenchmarkY | time: 7 [ns/op] lower",
                                       "default | BenchmarkY | memory: 2 [B/op] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("go: the same name in two packages is two tests")
{
    const auto found = find_results("pkg: a\nBenchmarkX-8\t1\t5 ns/op\nok  \ta\t1s\n"
                                    "pkg: b\nBenchmarkX-8\t1\t7 ns/op\n"
                                    "pkg: a\nBenchmarkX-8\t1\t9 ns/op\n",
                                    Format::go);
    CHECK(result_lines(found) == Lines{"a | BenchmarkX-8 | time: 5 9 [ns/op] lower",
                                       "b | BenchmarkX-8 | time: 7 [ns/op] lower"});
}

TEST_CASE("go: the number of processors tells tests apart, and is no part of a parameter")
{
    const auto found = find_results("BenchmarkX\t1\t1 ns/op\nBenchmarkX-2\t1\t2 ns/op\n"
                                    "BenchmarkX/a-b=c-d/=e/f=-16\t1\t3 ns/op\n"
                                    "BenchmarkX/n=1-4/plain-4\t1\t4 ns/op\n",
                                    Format::go);
    CHECK(result_lines(found) ==
          Lines{"default | BenchmarkX | time: 1 [ns/op] lower",
                "default | BenchmarkX-2 | time: 2 [ns/op] lower",
                "default | BenchmarkX/a-b=c-d/=e/f=-16 | time: 3 [ns/op] lower a-b=c-d f=",
                "default | BenchmarkX/n=1-4/plain-4 | time: 4 [ns/op] lower n=1-4"});
}

TEST_CASE("go: which way is better is said by Unit lines, then by the unit")
{
    const auto found = find_results("BenchmarkX\t1\t1 early\t2 hits\t3 p99-ns/op\t4 widgets/s\t"
                                    "5 ns/GC\t6 MB/s\n"
                                    "Unit hits better=higher assume=exact\n"
                                    "Unit early better=lower\nUnit hits better=higher\n"
                                    "Unit hits better=lower\nUnit hits better=up\n"
                                    "Unit MB/s better=lower\nUnited better=lower\n",
                                    Format::go);
    CHECK(result_lines(found) == Lines{"default | BenchmarkX | early: 1 [early] lower",
                                       "default | BenchmarkX | hits: 2 [hits] higher",
                                       "default | BenchmarkX | p99-ns/op: 3 [p99-ns/op] lower",
                                       "default | BenchmarkX | widgets/s: 4 [widgets/s] higher",
                                       "default | BenchmarkX | ns/GC: 5 [ns/GC] lower",
                                       "default | BenchmarkX | throughput: 6 [MB/s] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"5:11 hits: the unit was said to be better the other way before",
                "6:11 hits: must be better=higher or better=lower"});
}

TEST_CASE("go: units in another order, and the same unit twice")
{
    const auto found =
        find_results("BenchmarkX\t1\t1 a\t2 b\nBenchmarkX\t1\t3 b\t4 a\t5 c\t6 c\n", Format::go);
    CHECK(result_lines(found) == Lines{"default | BenchmarkX | a: 1 4 [a] unknown",
                                       "default | BenchmarkX | b: 2 3 [b] unknown",
                                       "default | BenchmarkX | c: 5 6 [c] unknown"});
}

TEST_CASE("go: what is no finite number costs only itself")
{
    const auto found = find_results("BenchmarkX-2\t1\t5 ns/op\tNaN hits\t+Inf MB/s\t1e999 a\t"
                                    "1.2.3 b\t+7 c\t8\n"
                                    "BenchmarkY-2\t1\t5 ns/op\tand more text here\n",
                                    Format::go);
    CHECK(result_lines(found) == Lines{"default | BenchmarkX-2 | time: 5 [ns/op] lower",
                                       "default | BenchmarkX-2 | c: 7 [c] unknown",
                                       "default | BenchmarkY-2 | time: 5 [ns/op] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"1:24 BenchmarkX-2/hits: NaN is not finite",
                "1:33 BenchmarkX-2/MB/s: +Inf is not finite",
                "1:43 BenchmarkX-2/a: 1e999 is out of the range of a floating-point number",
                "1:51 BenchmarkX-2/b: \"1.2.3\" is not a number",
                "1:64 BenchmarkX-2: \"8\" has no unit",
                "2:24 BenchmarkY-2/more: \"and\" is not a number"});
}

TEST_CASE("go: benchmarks that fail, are skipped or panic are named")
{
    const auto found = find_results("BenchmarkA-2 \t--- FAIL: BenchmarkA-2\n"
                                    "    x_test.go:7: broken\n"
                                    "--- FAIL: BenchmarkB\n"
                                    "    x_test.go:8: bad\n"
                                    "    x_test.go:9: second line\n"
                                    "--- SKIP: BenchmarkC\n"
                                    "    x_test.go:10: no device\n"
                                    "--- SKIP: BenchmarkD\n"
                                    "--- BENCH: BenchmarkE-2\n"
                                    "--- FAIL: TestF (0.00s)\n"
                                    "BenchmarkG-2 \tpanic: index out of range\n"
                                    "BenchmarkH\npanic: second\n\n"
                                    "panic: of nobody\n"
                                    "BenchmarkI-2 \t--- FAIL: BenchmarkI-2",
                                    Format::automatic);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) ==
          Lines{"1:1 BenchmarkA-2: the benchmark failed: x_test.go:7: broken",
                "3:11 BenchmarkB: the benchmark failed: x_test.go:8: bad",
                "6:11 BenchmarkC: the benchmark was skipped: x_test.go:10: no device",
                "8:11 BenchmarkD: the benchmark was skipped",
                "11:1 BenchmarkG-2: panic: index out of range",
                "13:1 BenchmarkH: panic: second",
                "16:1 BenchmarkI-2: the benchmark failed"});
}

TEST_CASE("go: a line into which the benchmark printed is named")
{
    const auto found =
        find_results("BenchmarkA-2 \tlog output\n 100\t 5 ns/op\n"
                     "BenchmarkB-2 \t\nBenchmarkC-2 \t100\nBenchmarkD-2 \t0\t1 ns/op\n",
                     Format::automatic);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) ==
          Lines{"1:1 BenchmarkA-2: the number of iterations is missing; there is \"log output\"",
                "3:1 BenchmarkB-2: the number of iterations is missing; there is \"\"",
                "4:1 BenchmarkC-2: holds no values",
                "5:1 BenchmarkD-2: the number of iterations is missing; there is \"0\t1 ns/op\""});
}

TEST_CASE("go: names with a small letter behind the prefix, as other programs print them")
{
    const auto found = find_results("goos: linux\nBenchmarkuber_zap_total 1 10149055 total-bytes\n"
                                    "Benchmarkuber_zap_text 1 3631320 text-bytes\n"
                                    "Benchmarkx\t1\t5 ns/op\nBenchmarking 12 3 jobs\n"
                                    "Benchmarkempty 1 NaN data-bytes\nBenchmarks were run\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | Benchmarkuber_zap_total | total-bytes: 10149055 [total-bytes] unknown "
                "goos=linux",
                "default | Benchmarkuber_zap_text | text-bytes: 3631320 [text-bytes] unknown "
                "goos=linux",
                "default | Benchmarkx | time: 5 [ns/op] lower goos=linux"});
    CHECK(rejected_lines(found) == Lines{"6:18 Benchmarkempty/data-bytes: NaN is not finite"});
}

TEST_CASE("go: lines without tabs that are no whole results are rejected by name")
{
    const auto found = find_results("BenchmarkA-8    100    5 ns/op    NaN hits\n"
                                    "BenchmarkB-8    100    5 ns/op    and more\n"
                                    "BenchmarkC-8    100\nBenchmarkD-8    log output\n"
                                    "BenchmarkE-8    --- FAIL: BenchmarkE-8\n    x.go:1: no\n"
                                    "BenchmarkF 100 +Inf ns/op\nBenchmarkG 12 3 jobs were done\n"
                                    "BenchmarkH 12 jobs done\nBenchmark   Mode  Cnt  Score\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"default | BenchmarkA-8 | time: 5 [ns/op] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"1:35 BenchmarkA-8/hits: NaN is not finite",
                "2:35 BenchmarkB-8: \"and\" is not a number, and the line has no tabs",
                "3:1 BenchmarkC-8: holds no values",
                "4:1 BenchmarkD-8: the number of iterations is missing; there is \"log output\"",
                "5:1 BenchmarkE-8: the benchmark failed: x.go:1: no",
                "7:16 BenchmarkF/ns/op: +Inf is not finite",
                "8:22 BenchmarkG: \"were\" is not a number, and the line has no tabs"});
}

TEST_CASE("go: tests that only their configuration lines tell apart are kept apart")
{
    const std::string text = "goos: linux\ntoolchain: old\nrun: 1\npkg: p\n"
                             "BenchmarkX-8\t1\t5 ns/op\nBenchmarkX-8\t1\t6 ns/op\n"
                             "BenchmarkY-8\t1\t1 ns/op\nPASS\n"
                             "toolchain: new\nBenchmarkX-8\t1\t3 ns/op\n"
                             "toolchain: old\nBenchmarkX-8\t1\t7 ns/op\n"
                             "goos: darwin\nBenchmarkX-8\t1\t9 ns/op\n";
    const auto found = find_results(text, Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"p | BenchmarkX-8 [goos=linux, toolchain=old] | time: 5 6 7 [ns/op] lower "
                "goos=linux",
                "p | BenchmarkY-8 | time: 1 [ns/op] lower goos=linux",
                "p | BenchmarkX-8 [goos=linux, toolchain=new] | time: 3 [ns/op] lower goos=linux",
                "p | BenchmarkX-8 [goos=darwin, toolchain=old] | time: 9 [ns/op] lower "
                "goos=darwin"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::go));
    Reader followed{Format::go, Same::apart};
    followed.feed(text);
    CHECK(result_lines(followed.finish()) ==
          Lines{"p | BenchmarkX-8 | time: 5 [ns/op] lower goos=linux",
                "p | BenchmarkX-8 | time: 6 [ns/op] lower goos=linux",
                "p | BenchmarkY-8 | time: 1 [ns/op] lower goos=linux",
                "p | BenchmarkX-8 [toolchain=new] | time: 3 [ns/op] lower goos=linux",
                "p | BenchmarkX-8 | time: 7 [ns/op] lower goos=linux",
                "p | BenchmarkX-8 [goos=darwin] | time: 9 [ns/op] lower goos=darwin"});
}

TEST_CASE("go: output that looks like a configuration line tells no tests apart")
{
    const auto found = find_results("BenchmarkX\t1\t5 ns/op\nwarning: cold cache\n"
                                    "BenchmarkX\t1\t6 ns/op\nstep: 1\nstarting\n"
                                    "BenchmarkX\t1\t7 ns/op\nhttp://a.b/ is up\n"
                                    "BenchmarkX\t1\t8 ns/op\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"default | BenchmarkX | time: 5 6 7 8 [ns/op] lower"});
}

TEST_CASE("go: very many configurations are bounded, and take linear time")
{
    const auto text = [](std::size_t size) {
        return numbered("k: %d\nBenchmarkX\t1\t1 ns/op\n", size);
    };
    const auto found = find_results(text(40000), Format::go);
    CHECK(found.results.size() == 1000);
    CHECK_FALSE(found.rejected.empty());
    CHECK(grows_linearly(text, Format::go));
}

TEST_CASE("go: names of any bytes")
{
    const auto found = find_results("pkg: \xFF\nBenchmark\0X\xFE\t1\t5 \xFDs\n"
                                    "Benchmark\0X\xFF\t1\t6 \xFCs\n"sv,
                                    Format::go);
    CHECK(result_lines(found) ==
          Lines{"\uFFFD | Benchmark\uFFFDX\uFFFD | \uFFFDs: 5 6 [\uFFFDs] unknown"});
}

TEST_CASE("go: events of several packages are put together for each")
{
    const auto found = find_results(
        event("BenchmarkX-2 \\t") + event("BenchmarkX-2 \\t", "q") + "noise {\"Action\":1}\n" +
            event("1\\t5 ns/op\\nBenchmark") + event("1\\t7 ns/op\\n", "q") +
            event("Y\\t1\\t9 ns/op") + event("--- FAIL: BenchmarkZ\\n", "q"),
        Format::automatic);
    CHECK(found.format == "go");
    CHECK(result_lines(found) == Lines{"p | BenchmarkX-2 | time: 5 [ns/op] lower",
                                       "q | BenchmarkX-2 | time: 7 [ns/op] lower",
                                       "p | BenchmarkY | time: 9 [ns/op] lower"});
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{1, 4}});
    CHECK(rejected_lines(found) == Lines{"7:1 BenchmarkZ: the benchmark failed"});
}

TEST_CASE("go: a result behind other output is read if it is whole")
{
    const auto found = find_results("pkg: p\n"
                                    "...BenchmarkDot-2     \t     100\t    401653 ns/op\n"
                                    "Bytes: 7\tBenchmarkTab-2 \t 100\t 5 ns/op\t 6 B/op\n"
                                    "the Benchmark of BenchmarkLast-2 \t 100\t 7 ns/op\n"
                                    ".BenchmarkCut-2 \t 100\t 7 ns/op\t 6\n"
                                    ".BenchmarkSplit-2 \t 100\t 7 ns/op oops 6 B/op\n"
                                    "+BenchmarkAdded-2 \t 100\t 7 ns/op\n"
                                    "  // BenchmarkCode-2 \t 100\t 7 ns/op\n"
                                    "\tBenchmarkIndented-2 \t 100\t 7 ns/op\n"
                                    "ran Benchmarks \t 100\t 7 ns/op\n"
                                    "ran BenchmarkX \t 100\t times\n"
                                    "ran BenchmarkX \t 100\n"
                                    "ran BenchmarkX 100 7 ns/op\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"p | BenchmarkDot-2 | time: 401653 [ns/op] lower",
                                       "p | BenchmarkTab-2 | time: 5 [ns/op] lower",
                                       "p | BenchmarkTab-2 | memory: 6 [B/op] lower",
                                       "p | BenchmarkLast-2 | time: 7 [ns/op] lower"});
    const std::string why = ": other output precedes the result, and something else is in it";
    CHECK(rejected_lines(found) == Lines{"5:2 BenchmarkCut-2" + why, "6:2 BenchmarkSplit-2" + why});
    CHECK(grows_linearly(
        [](std::size_t size) {
            std::string line = "\t.";
            while (line.size() < size) {
                line += "Benchmark";
            }
            return line + " " + line;
        },
        Format::go));
}

TEST_CASE("go: an event with mistakes is named")
{
    const auto found = find_results("{\"Action\":\"output\",\"Package\":\"p\",\"Output\":7}\n"
                                    "{\"Action\":\"output\",\"Package\":\"p\"}\n" +
                                        event("BenchmarkA-2 \\tpanic: x\\n") +
                                        event("BenchmarkB\\t1\\tNaN ns/op\\n"),
                                    Format::go);
    CHECK(rejected_lines(found) == Lines{"1:43 Output: must be a string without NUL bytes",
                                         "2:1 Output: must be a string without NUL bytes",
                                         "3:73 Output: BenchmarkA-2: panic: x",
                                         "4:73 Output: BenchmarkB/ns/op: NaN is not finite"});
}

TEST_CASE("go: no more packages than may be are kept open")
{
    std::string text;
    for (int i = 0; i < 1001; ++i) {
        text += event("BenchmarkX", fmt::format("p{}", i));
    }
    text +=
        "{\"Action\":\"pass\",\"Package\":\"p0\"}\n" + event("BenchmarkX\\t1\\t5 ns/op\\n", "z");
    const auto found = find_results(text, Format::go);
    CHECK(result_lines(found) == Lines{"z | BenchmarkX | time: 5 [ns/op] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"1001:60 Package: is one too many: no end came of those before it"});
}

TEST_CASE("go: many tests and many units take linear time")
{
    const auto text = [](std::size_t size) {
        const auto count = size / 40;
        std::string lines = "BenchmarkX\t1";
        for (std::size_t i = 0; i < count; ++i) {
            lines += fmt::format("\t1 u{}", i);
        }
        lines += "\nBenchmarkX\t1";
        for (auto i = count; i > 0; --i) {
            lines += fmt::format("\t1 u{}", i);
        }
        return lines + numbered("\nBenchmarkT%d\t1\t1 ns/op", size / 2);
    };
    CHECK(find_results(text(4000), Format::go).rejected.empty());
    CHECK(grows_linearly(text, Format::go));
}
