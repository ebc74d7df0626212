#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("redis-benchmark: the rate and the latency of each command")
{
    const auto text = sample("redis-benchmark-7.0.15.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "redis-benchmark");
    const auto lines = result_lines(found);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == "default | SET (clients=50, payload=3) | throughput: 26178.01 [requests/s] "
                      "higher clients=50 payload=3");
    CHECK(lines[1] ==
          "default | SET (clients=50, payload=3) | latency: avg=1.551 max=39.391 "
          "median=0.447 min=0.112 p95=5.175 p99=28.015 [ms] lower clients=50 payload=3");
    CHECK(found.results[2].test == "GET (clients=50, payload=3)");
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::redis_benchmark));
}

TEST_CASE("redis-benchmark: the number of threads is a parameter")
{
    const auto found = find_results("====== SET ======\n"
                                    "  5000 requests completed in 0.19 seconds\n"
                                    "  50 parallel clients\n"
                                    "  3 bytes payload\n"
                                    "  multi-thread: yes\n"
                                    "  threads: 2\n\n"
                                    "26178.01 requests per second\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | SET (clients=50, payload=3, threads=2) | throughput: 26178.01 "
                "[requests/s] higher clients=50 payload=3 threads=2"});
}

TEST_CASE("redis-benchmark: one line a command")
{
    const auto text = sample("redis-benchmark-7.0.15-quiet.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(
        result_lines(found) ==
        Lines{
            "default | SET | throughput: 12987.01 [requests/s] higher",
            "default | SET | median_latency: 19.375 [ms] lower",
            "default | GET | throughput: 227272.73 [requests/s] higher",
            "default | GET | median_latency: 0.495 [ms] lower",
            "default | LPUSH (needed to benchmark LRANGE) | throughput: 250000 [requests/s] higher",
            "default | LPUSH (needed to benchmark LRANGE) | median_latency: 0.511 [ms] lower",
            "default | LRANGE_100 (first 100 elements) | throughput: 30674.85 [requests/s] higher",
            "default | LRANGE_100 (first 100 elements) | median_latency: 2.591 [ms] lower"});
    CHECK(is_same_in_pieces(text, Format::redis_benchmark));
}

TEST_CASE("redis-benchmark: old versions, what is cut off, and what only looks like it")
{
    const auto found = find_results("====== PING ======\n"
                                    "  10000 requests completed in 0.14 seconds\n"
                                    "  50 parallel clients\n\n"
                                    "99.99% <= 1 milliseconds\n"
                                    "69930.07 requests per second\n\n"
                                    "PING_INLINE: 1.50 requests per second\n"
                                    "====== GET ======\n"
                                    "  10000 requests completed in 0.14 seconds\n"
                                    "====== Build ======\n"
                                    "ok\n"
                                    "Peak: about 5 requests per second\n"
                                    "note: 5.00 requests per second\n"
                                    "RATE: 5 requests per second\n"
                                    "====== ======\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | PING (clients=50) | throughput: 69930.07 [requests/s] higher clients=50",
                "default | PING_INLINE | throughput: 1.5 [requests/s] higher"});
    CHECK(rejected_lines(found) == Lines{"9:1 GET: the output has no end"});
}
