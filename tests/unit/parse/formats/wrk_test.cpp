#include "catch.hpp"
#include "parse/found.hpp"

using namespace std::string_literals;
using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("wrk: rates, and how latency is distributed")
{
    const auto text = sample("wrk-4.1.0.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "wrk");
    const auto prefix =
        "default | http://127.0.0.1:17398/package.json (threads=1, connections=2) | "s;
    const auto labels = " connections=2 threads=1"s;
    CHECK(result_lines(found) ==
          Lines{prefix + "latency: avg=10520000 max=94140000 stddev=16100000 [ns] lower" + labels,
                prefix + "throughput: 509.07 [requests/s] higher" + labels,
                prefix + "transfer: 271841.28 [B/s] higher" + labels});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::wrk));
}

TEST_CASE("wrk: responses that failed are no results")
{
    const auto found = find_results(sample("wrk-4.1.0-latency.txt"), Format::automatic);
    CHECK(found.results.empty());
    CHECK(
        rejected_lines(found) ==
        Lines{
            "1:1 http://127.0.0.1:17398/none (threads=2, connections=4): 2382 responses were none "
            "of 2xx and 3xx"});
}

TEST_CASE("wrk: percentiles, minutes, and output that is cut off or garbled")
{
    const auto found = find_results("Running 1m test @ http://a/\n"
                                    "    Latency     1.50m    13.32ms 115.44us   91.06%\n"
                                    "     50%    2.08ms\n"
                                    " 99.900%    1.00s\n"
                                    "100.000%    2.00s\n"
                                    "Requests/sec:   fast\n"
                                    "Transfer/sec:      1.5XB\n"
                                    "Running the test @ home\n"
                                    "Running 2s test @ http://cut/\n"
                                    "Requests/sec:   1158.09\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | http://a/ | latency: avg=90000000000 max=115440 median=2080000 "
                "p99.9=1000000000 stddev=13320000 [ns] lower"});
    CHECK(rejected_lines(found) == Lines{"6:17 http://a//throughput: \"fast\" is not a number",
                                         "7:20 http://a//transfer: \"1.5X\" is not a number",
                                         "9:1 http://cut/: the output has no end"});
}
