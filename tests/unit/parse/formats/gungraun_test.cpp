#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("gungraun: what was counted this time, below the name")
{
    const auto text = sample("gungraun-made.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "gungraun");
    CHECK(result_lines(found) ==
          Lines{"library | fib_group::fib short | instructions: 1734 [] lower details=10",
                "library | fib_group::fib short | l1_hits: 2359 [] unknown details=10",
                "library | fib_group::fib short | ll_hits: 0 [] unknown details=10",
                "library | fib_group::fib short | ram_hits: 3 [] lower details=10",
                "library | fib_group::fib short | total_read_write: 2362 [] lower details=10",
                "library | fib_group::fib short | estimated_cycles: 2464 [] lower details=10",
                "library | fib_group::fib long | instructions: 26214734 [] lower",
                "library | fib_group::fib long | l1_hits: 35638616 [] unknown",
                "library | fib_group::fib long | estimated_cycles: 35638766 [] lower",
                "library | fib_group::fib long | total_bytes: 12 [B] lower",
                "library | fib_group::fib long | total_blocks: 1 [] lower"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::gungraun));
}

TEST_CASE("gungraun: iai, old versions and colours")
{
    const auto found = find_results("bench_fibonacci_short\n"
                                    "  Instructions:                1735 (No change)\r\n"
                                    "  L1 Accesses:                 2364 (+6.1%)\n"
                                    "  RAM Accesses:                   1\n"
                                    "\n"
                                    "\x1b[32ma::b\x1b[0m\n"
                                    "  Baselines:                       |old\n"
                                    "  Instructions:     \x1b[1m  1727\x1b[0m|N/A\n"
                                    "  L1 Data Hits:                N/A|5\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | bench_fibonacci_short | instructions: 1735 [] lower",
                "default | bench_fibonacci_short | l1_hits: 2364 [] unknown",
                "default | bench_fibonacci_short | ram_hits: 1 [] lower",
                "a | b | instructions: 1727 [] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("gungraun: a line above the figures is not taken for their name")
{
    const auto found = find_results("a::b\n  Instructions: 1|\n"
                                    "a::c\nwarning: nothing\n  Instructions: 2|\n  RAM Hits: 3|\n\n"
                                    "a::d\n  Instructions: 4|\nwarning: nothing\n  RAM Hits: 5|\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"a | b | instructions: 1 [] lower",
                                       "a | d | instructions: 4 [] lower",
                                       "a | d | ram_hits: 5 [] lower"});
    CHECK(rejected_lines(found) == Lines{"5:1 warning: nothing: something else was printed between "
                                         "the name and its figures"});
}

TEST_CASE("gungraun: other texts are no results, and what is no number is named")
{
    const auto found = find_results("How to\n  Instructions: read\n  L1 Hits: 5\n"
                                    "\n  Instructions: 5\n   Instructions: 6\n"
                                    "x::y\n  Instructions: 5|\n  RAM Hits:  five|4\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"x | y | instructions: 5 [] lower"});
    CHECK(rejected_lines(found) == Lines{"9:14 y/ram_hits: \"five\" is not a number"});
}
