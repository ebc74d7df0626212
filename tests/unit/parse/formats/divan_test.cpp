#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("divan: times, rates and allocations by the path in the tree")
{
    const auto text = sample("divan-made.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "divan");
    CHECK(
        result_lines(found) ==
        Lines{
            "strings | chars/Ascii/0 | time: avg=0.964 max=1.069 median=0.967 min=0.926 [ns] lower "
            "samples=100",
            "strings | chars/Ascii/0 | throughput: avg=0 max=0 median=0 min=0 [B/s] higher "
            "samples=100",
            "strings | chars/Ascii/0 | throughput (char/s): avg=0 max=0 median=0 min=0 [char/s] "
            "higher samples=100",
            "strings | chars/Ascii/8 | time: avg=2.225 max=2.341 median=2.238 min=2.157 [ns] lower "
            "samples=100",
            "strings | chars/Ascii/8 | throughput: avg=3595000000 max=3708000000 "
            "median=3574000000 min=3417000000 [B/s] higher samples=100",
            "strings | chars/Ascii/8 | throughput (char/s): avg=3595000000 max=3708000000 "
            "median=3574000000 min=3417000000 [char/s] higher samples=100",
            "strings | chars/Gr\u00fc\u00dfe/8 | time: avg=14250 max=1161000 median=13000 "
            "min=12500 "
            "[ns] lower samples=100",
            "strings | chars/Gr\u00fc\u00dfe/8 | alloc count: avg=0.162 max=2 median=0 min=0 [] "
            "lower "
            "samples=100",
            "strings | chars/Gr\u00fc\u00dfe/8 | alloc size: avg=134.7 max=1500 median=0 min=0 [B] "
            "lower samples=100",
            "strings | sum | time: avg=6257000000 max=6860000000 median=6303000000 "
            "min=5770000000 [ns] lower samples=10"});
    CHECK(rejected_lines(found) == Lines{"17:1 skipped: the benchmark is ignored"});
    CHECK(is_same_in_pieces(text, Format::divan));
}

TEST_CASE("divan: rows that something else was printed into are named, other lines are not")
{
    const auto found = find_results("b        fastest       \u2502 slowest       \u2502 median     "
                                    "   \u2502 mean          \u2502 samples "
                                    "\u2502 iters\r\n"
                                    "\u251c\u2500 loud  hello from the benchmark\n"
                                    "1 ns          \u2502 2 ns          \u2502 3 ns          "
                                    "\u2502 4 ns          \u2502 100     \u2502 100\n"
                                    "\n"
                                    "   a line of a log\n"
                                    "\u2502  \u2502  \u251c\u2500 x  1 ns          \u2502 2 ns     "
                                    "     \u2502 3 ns          \u2502 4 ns          "
                                    "\u2502 100     \u2502 100\n"
                                    "\u251c\u2500 bad   1 ns          \u2502 2 ns          \u2502 "
                                    "3 ns          \u2502 4 eons        \u2502 100     "
                                    "\u2502 100\n"
                                    "\u2570\u2500 good  1 ns          \u2502 2 ns          \u2502 "
                                    "3 ns          \u2502 4 ns          \u2502 100     "
                                    "\u2502 100\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"b | good | time: avg=4 max=2 median=3 min=1 [ns] lower samples=100"});
    CHECK(rejected_lines(found) == Lines{"2:1 loud: something else was printed into the row",
                                         "6:1 : is not a row of the tree",
                                         "7:68 bad/time: \"eons\" is not a unit of \"ns\""});
    CHECK(
        find_results("\u251c\u2500\u2500 cargo v1\n\u2570\u2500 x\n its iters\n", Format::automatic)
            .rejected.empty());
}
