#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("hyperfine's text: a summary of each command")
{
    const auto text = sample("hyperfine-1.15.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "hyperfine");
    CHECK(
        result_lines(found) ==
        Lines{
            "default | sleep 0.01 | time: avg=0.02 max=0.0325 min=0.0115 stddev=0.0096 [s] lower",
            "default | sleep 0.01 | user: avg=0.0013 [s] lower",
            "default | sleep 0.01 | system: avg=0 [s] lower",
            "default | sleep 0.02 | time: avg=0.031 max=0.0517 min=0.0215 stddev=0.0124 [s] lower",
            "default | sleep 0.02 | user: avg=0.0014 [s] lower",
            "default | sleep 0.02 | system: avg=0 [s] lower"});
    CHECK(found.rejected.empty());
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{2, 3}});
    CHECK(is_same_in_pieces(text, Format::hyperfine));
}

TEST_CASE("hyperfine's text: one run is a sample, and a terminal shows more")
{
    CHECK(result_lines(find_results(sample("hyperfine-1.15-one.txt"), Format::automatic)).at(0) ==
          "default | sleep 0.05 | time: 0.0557 [s] lower");
    const auto text = sample("hyperfine-1.15-tty.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(
        result_lines(found) ==
        Lines{
            "default | sleep 0.05 | time: avg=0.0547 max=0.0601 min=0.0512 stddev=0.0043 [s] lower",
            "default | sleep 0.05 | user: avg=0.001 [s] lower",
            "default | sleep 0.05 | system: avg=0 [s] lower"});
    CHECK(is_same_in_pieces(text, Format::hyperfine));
}

TEST_CASE("hyperfine's text: commands of the same name are not put together")
{
    const auto found = find_results(sample("hyperfine-1.15-color.txt"), Format::automatic);
    CHECK(found.results.size() == 6);
    CHECK(found.rejected.size() == 6);
    CHECK(rejected_lines(found).front() ==
          "6:1 sleep 0.01/time: the metric was printed before, and a summary such as {\"avg\"} "
          "cannot be merged");
}

TEST_CASE("hyperfine's text: what failed is named")
{
    const auto found = find_results(sample("hyperfine-1.15-fail.txt"), Format::automatic);
    CHECK(result_lines(found).at(0) ==
          "default | true | time: avg=0.0049 max=0.0147 min=0 stddev=0.0085 [s] lower");
    CHECK(rejected_lines(found) == Lines{"1:1 sh -c \"exit 1\": the exit code of a run was not 0"});
    const auto stopped = find_results("Benchmark 1: false\n"
                                      "Error: Command terminated with non-zero exit code: 1.\n"
                                      "Benchmark #2: cat\n",
                                      Format::automatic);
    CHECK(stopped.results.empty());
    CHECK(rejected_lines(stopped) == Lines{"1:1 false: has no figures", "3:1 cat: has no figures"});
}

TEST_CASE("hyperfine's text: a name that may go on in the next line is rejected")
{
    const auto found = find_results(
        "Benchmark 1: sh -c '\nsleep 1'\n"
        "  Time (mean \u00b1 \u03c3):      20.0 ms \u00b1   9.6 ms    "
        "[User: 1.3 ms, System: 0.0 ms]\n"
        "  Range (min \u2026 max):    11.5 ms \u2026  32.5 ms    5 runs\n"
        "Benchmark 2: sleep\r\n\r\n"
        "  Time (mean \u00b1 \u03c3):     20.00 fortnights \u00b1   9.6 ms    [User: 1.0 ms, "
        "System: 0.0 ms]\n"
        "Benchmark 3: cut\n  Time (mean \u00b1 \u03c3):      20.0\n",
        Format::automatic);
    CHECK(result_lines(found) == Lines{"default | sleep | user: avg=0.001 [s] lower",
                                       "default | sleep | system: avg=0 [s] lower"});
    CHECK(
        rejected_lines(found) ==
        Lines{"1:1 sh -c ': other lines are between the name and its figures: if they are part of "
              "the command, name it with --command-name, or use --export-json",
              "7:26 sleep/time: \"fortnights\" is not a unit of \"s\"",
              "8:1 cut: the line with its figures is not complete"});
}

TEST_CASE("hyperfine's text: what only looks like it is no result")
{
    const auto found =
        find_results("Benchmark 1: we tried\nand it was fast\n  Time (mean\n"
                     "Benchmark x: 1\n  Range (min \u2026 max):    1 ms \u2026  2 ms\n",
                     Format::automatic);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
}
