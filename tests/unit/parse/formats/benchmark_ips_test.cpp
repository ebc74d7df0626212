#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("benchmark-ips: figures of the section Calculating, and names in lines of their own")
{
    const auto text = sample("benchmark-ips-2.7.2.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "benchmark-ips");
    CHECK(
        result_lines(found) ==
        Lines{"default | addition | throughput: avg=4499000 [i/s] higher",
              "default | a rather long name, longer than the column | throughput: avg=427586 [i/s] "
              "higher",
              "default | slow | throughput: avg=70.559 [i/s] higher",
              "default | very slow | throughput: avg=1.656 [i/s] higher"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::benchmark_ips));
}

TEST_CASE("benchmark-ips: what a benchmark prints does not become its name")
{
    const auto found = find_results(
        "Calculating -------------------------------------\n"
        "            additionhello, this is printed\n"
        "                          4.499M (\u00b1 1.0%) i/s -      2.075M in   0.513983s\n"
        "a name that is longer than twenty\n"
        "                          2.500B (\u00b1 1.0%) i/s  (222.27 ns/i) -      2.075M in   "
        "0.5s\n"
        "Warming up --------------------------------------\n"
        "an honest name of a benchmark\n"
        "                        28.145k i/100ms\n"
        "Calculating -------------------------------------\n"
        "an honest name of a benchmark\n"
        "some line of the benchmark itself\n"
        "                        427.586k (\u00b1 2.0%) i/s -    197.015k in   0.502615s\n"
        "               gr\u00fc\u00dfe    NaN (\u00b1 2.0%) i/s -    197.015k in   0.502615s\n",
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | a name that is longer than twenty | throughput: avg=2500000000 [i/s] "
                "higher"});
    CHECK(
        rejected_lines(found) ==
        Lines{
            "3:27 : something else was printed between the name and its figures",
            "12:25 some line of the benchmark itself: something else was printed between the name "
            "and its figures",
            "13:27 gr\u00fc\u00dfe: something else was printed between the name and its figures"});
}
