#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {} // namespace

TEST_CASE("fio: a job has a test for each direction in which it did something")
{
    const auto text = sample("fio-3.33.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "fio");
    CHECK(
        result_lines(found) ==
        Lines{"default | randrw (read) | bandwidth: 9351245 [B/s] higher bs=4k ioengine=psync "
              "rw=randrw size=2m",
              "default | randrw (read) | iops: 2283.018868 [IO/s] higher bs=4k ioengine=psync "
              "rw=randrw size=2m",
              "default | randrw (read) | latency: avg=426473.31405 max=8449277 min=29462 "
              "stddev=1153024.671084 [ns] lower bs=4k ioengine=psync rw=randrw size=2m",
              "default | randrw (read) | completion_latency: avg=426314.801653 max=8449189 "
              "median=33024 min=29349 p90=1810432 p95=3784704 p99=4177920 p99.9=8454144 "
              "p99.99=8454144 stddev=1153006.738491 [ns] lower bs=4k ioengine=psync rw=randrw "
              "size=2m",
              "default | randrw (write) | bandwidth: 10433207 [B/s] higher bs=4k ioengine=psync "
              "rw=randrw size=2m",
              "default | randrw (write) | iops: 2547.169811 [IO/s] higher bs=4k ioengine=psync "
              "rw=randrw size=2m",
              "default | randrw (write) | latency: avg=6227.122222 max=54056 min=3196 "
              "stddev=5090.579783 [ns] lower bs=4k ioengine=psync rw=randrw size=2m",
              "default | randrw (write) | completion_latency: avg=6031.77037 max=53874 median=4640 "
              "min=3139 p90=10304 p95=15808 p99=29056 p99.9=54016 p99.99=54016 stddev=4999.344586 "
              "[ns] lower bs=4k ioengine=psync rw=randrw size=2m",
              "default | seqread (read) | bandwidth: 161319384 [B/s] higher bs=64k rw=read size=2m",
              "default | seqread (read) | iops: 2461.538462 [IO/s] higher bs=64k rw=read size=2m",
              "default | seqread (read) | latency: avg=287781.53125 max=5079037 min=7401 "
              "stddev=1097654.552765 [ns] lower bs=64k rw=read size=2m",
              "default | seqread (read) | completion_latency: avg=287733.9375 max=5078664 "
              "median=9024 min=7371 p90=20096 p95=3751936 p99=5079040 p99.9=5079040 p99.99=5079040 "
              "stddev=1097607.986232 [ns] lower bs=64k rw=read size=2m"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::fio));
}

TEST_CASE("fio: jobs of one name are told apart by their options")
{
    const auto found = find_results(
        R"({"fio version":"fio-3.33","global options":{"bs":"4k","rw":"read"},"jobs":[)"
        R"({"jobname":"a","job options":{"iodepth":"1"},"read":{"total_ios":2,"iops":10}},)"
        R"({"jobname":"a","job options":{"iodepth":"8","bs":"8k"},"read":{"total_ios":2,"iops":80}}]})",
        Format::fio);
    CHECK(result_lines(found) ==
          Lines{"default | a (read) | iops: 10 [IO/s] higher bs=4k iodepth=1 rw=read",
                "default | a [bs=8k, iodepth=8] (read) | iops: 80 [IO/s] higher bs=8k iodepth=8 "
                "rw=read"});
}

TEST_CASE("fio: versions before 3 have microseconds and KiB/s")
{
    const auto found = find_results(
        R"({"fio version":"fio-2.16","jobs":[{"jobname":"a","read":{"total_ios":2,"bw":100,"iops":25,)"
        R"("slat":{"min":0,"max":0,"mean":0},"clat":{"min":1,"max":4,"mean":2,"stddev":1,)"
        R"("percentile":{"50.000000":2,"99.000000":4}}}}]})",
        Format::fio);
    CHECK(result_lines(found) == Lines{"default | a (read) | bandwidth: 100 [KiB/s] higher",
                                       "default | a (read) | iops: 25 [IO/s] higher",
                                       "default | a (read) | completion_latency: avg=2 max=4 "
                                       "median=2 min=1 p99=4 stddev=1 [us] lower"});
}

TEST_CASE("fio: a job that failed, and what is wrong, is named")
{
    const auto found = find_results(
        R"({"fio version":"fio-3.33","jobs":[{"jobname":"a","error":5,"read":{"total_ios":2,"iops":1}},)"
        R"({"jobname":"b","read":{"total_ios":2,"iops":"x","lat_ns":{"max":1}}},{"error":0}]})",
        Format::fio);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) == Lines{"1:58 jobs/0/error: the job a failed",
                                         R"(1:137 jobs/1/read/iops: "x" is not a number)",
                                         "1:150 jobs/1/read/lat_ns/mean: is missing",
                                         "1:162 jobs/2/jobname: is missing"});
}

TEST_CASE("fio: of the reports of --status-interval only the last one counts")
{
    const auto text = sample("fio-3.33-status.json");
    const auto found = find_results(text, Format::automatic);
    const Lines expected{
        "default | a (read) | bandwidth: 63619710 [B/s] higher ioengine=psync runtime=3 "
        "rw=randread size=1m",
        "default | a (read) | iops: 15532.155948 [IO/s] higher ioengine=psync runtime=3 "
        "rw=randread size=1m",
        "default | a (read) | latency: avg=63221.290054 max=8254068 min=34381 "
        "stddev=170910.575933 [ns] lower ioengine=psync runtime=3 rw=randread size=1m",
        "default | b (write) | bandwidth: 1856760066 [B/s] higher ioengine=psync runtime=3 "
        "rw=randwrite size=1m",
        "default | b (write) | iops: 453310.563146 [IO/s] higher ioengine=psync runtime=3 "
        "rw=randwrite size=1m",
        "default | b (write) | latency: avg=1550.569885 max=4117831 min=841 stddev=21755.61049 "
        "[ns] lower ioengine=psync runtime=3 rw=randwrite size=1m"};
    CHECK(result_lines(found) == expected);
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::fio));
}

TEST_CASE("fio: runs one after the other are samples")
{
    const auto report = [](std::uint64_t ms, int mean) {
        return fmt::format(
            R"({{"fio version":"fio-3.33","timestamp_ms":{},"jobs":[{{"jobname":"a",)"
            R"("elapsed":1,"read":{{"total_ios":256,"iops":{},"lat_ns":{{"max":0,)"
            R"("mean":{}}}}}}}]}})",
            ms,
            mean,
            mean);
    };
    CHECK(result_lines(find_results(report(5000, 7) + report(5400, 8), Format::fio)) ==
          Lines{"default | a (read) | iops: 7 8 [IO/s] higher"});
    CHECK(result_lines(find_results(report(5000, 7) + report(7000, 7), Format::fio)) ==
          Lines{"default | a (read) | iops: 7 7 [IO/s] higher"});
}
