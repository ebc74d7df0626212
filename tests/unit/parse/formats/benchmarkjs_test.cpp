#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("benchmarkjs: lines anywhere in a log")
{
    const auto text = sample("benchmarkjs-2.1.4.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "benchmarkjs");
    CHECK(result_lines(found) ==
          Lines{"default | RegExp#test | throughput: avg=9226555 [ops/sec] higher",
                "default | String#indexOf | throughput: avg=70103632 [ops/sec] higher",
                "default | slow, with x in it | throughput: avg=152 [ops/sec] higher"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::benchmarkjs));
}

TEST_CASE("benchmarkjs: padded names, small rates, other encodings, colours and prefixes")
{
    const auto found = find_results(
        "no special characters    x 19,435,271 ops/sec \u00b10.85% (187 runs sampled)\n"
        "2026-11-24T03:00:50Z a x b x 78.28 ops/sec \xB1"
        "2.65% (1 run sampled)\r\n"
        "\x1b[32m  f\x1b[0m x 0.51 ops/sec +-1.61% (47 runs sampled)\n",
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | no special characters | throughput: avg=19435271 [ops/sec] higher",
                "default | a x b | throughput: avg=78.28 [ops/sec] higher",
                "default | f | throughput: avg=0.51 [ops/sec] higher"});
}

TEST_CASE("benchmarkjs: what is no number is named, and sentences are not")
{
    const auto found = find_results("a x 1,23 ops/sec \u00b11.61% (47 runs sampled)\n"
                                    "b x Infinity ops/sec \u00b10.00% (0 runs sampled)\n"
                                    "60 successful (runs sampled)\n"
                                    "a x 1 ops/sec and more (all the runs sampled)\n"
                                    " x 1 ops/sec \u00b11.61% (47 runs sampled)\n"
                                    "c x 1 ops/sec \u00b11.61% (47 runs sam\n",
                                    Format::automatic);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) == Lines{"1:5 a/throughput: \"1,23\" is not a number",
                                         "2:5 b/throughput: Infinity is not finite"});
}
