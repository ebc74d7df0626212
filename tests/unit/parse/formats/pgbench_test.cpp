#include "catch.hpp"
#include "parse/found.hpp"

using namespace std::string_literals;
using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("pgbench: the rate and the latency of a run")
{
    const auto text = sample("pgbench-15.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "pgbench");
    const auto prefix =
        "default | <builtin: TPC-B (sort of)> (scale=1, mode=simple, clients=2, threads=2) | "s;
    const auto labels = " clients=2 mode=simple scale=1 threads=2"s;
    CHECK(result_lines(found) ==
          Lines{prefix + "latency: avg=10.094 [ms] lower" + labels,
                prefix + "throughput: 198.130501 [transactions/s] higher" + labels});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::pgbench));
}

TEST_CASE("pgbench: of several scripts only the whole, and runs that differ are told apart")
{
    const auto found = find_results(sample("pgbench-15-scripts.txt"), Format::automatic);
    const auto lines = result_lines(found);
    REQUIRE(lines.size() == 6);
    CHECK(lines[0] ==
          "default | multiple scripts (scale=1, mode=simple, clients=1, threads=1) | latency: "
          "avg=15.204 stddev=20.471 [ms] lower clients=1 mode=simple scale=1 threads=1");
    CHECK(lines[1] == "default | multiple scripts (scale=1, mode=simple, clients=1, threads=1) | "
                      "throughput: 64.344599 [transactions/s] higher clients=1 mode=simple scale=1 "
                      "threads=1");
    CHECK(lines[3] == "default | <builtin: select only> (scale=1, mode=simple, clients=1, "
                      "threads=1, reconnect=yes) | throughput: 21.001106 [transactions/s] higher "
                      "clients=1 mode=simple reconnect=yes scale=1 threads=1");
    CHECK(
        lines[5] ==
        "default | <builtin: select only> (scale=1, mode=prepared, clients=1, threads=1) | "
        "throughput: 59.592862 [transactions/s] higher clients=1 mode=prepared scale=1 threads=1");
}

TEST_CASE("pgbench: a run that reconnects is another test")
{
    const auto found = find_results("transaction type: a\n"
                                    "scaling factor: 1\n"
                                    "latency average = 7.688 ms\n"
                                    "average connection time = 4.863 ms\n"
                                    "tps = 260.149838 (including reconnection times)\n",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | a (scale=1, reconnect=yes) | latency: avg=7.688 [ms] lower "
                "reconnect=yes scale=1",
                "default | a (scale=1, reconnect=yes) | throughput: 260.149838 [transactions/s] "
                "higher reconnect=yes scale=1"});
}

TEST_CASE("pgbench: old versions, runs that were aborted, and output without its end")
{
    const auto found =
        find_results("transaction type: TPC-B (sort of)\n"
                     "scaling factor: 10\n"
                     "tps = 85.184871 (including connections establishing)\n"
                     "tps = 85.296346 (excluding connections establishing)\r\n"
                     "transaction type: a\n"
                     "pgbench: error: client 0 aborted in command 1\n"
                     "pgbench: error: Run was aborted; the above results are incomplete.\n"
                     "tps = 1\n"
                     "transaction type: b\n"
                     "tps = many (without initial connection time)\n"
                     "transaction type: c\n"
                     "tps = 12.3",
                     Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | TPC-B (sort of) (scale=10) | throughput: 85.296346 "
                "[transactions/s] higher scale=10"});
    CHECK(rejected_lines(found) == Lines{"5:1 a: the run was aborted",
                                         "10:7 b/throughput: \"many\" is not a number",
                                         "11:1 c: the output has no end"});
}
