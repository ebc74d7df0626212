#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {} // namespace

TEST_CASE("k6: trends, rates and shares of what handleSummary() is given")
{
    const auto text = sample("k6-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "k6");
    CHECK(result_lines(found) ==
          Lines{"default | http_req_duration | time: avg=19.25 max=21 median=19 min=18.5 p90=20.5 "
                "p95=20.75 [ms] lower",
                "default | http_req_duration{scenario:login} | time: avg=19.5 median=19.5 p95=20.5 "
                "[ms] lower",
                "default | http_reqs | rate: 99.5 [1/s] higher",
                "default | http_req_failed | share: 0.02 [] lower",
                "default | checks | share: 0.98 [] higher",
                "default | data_sent | rate: 10184.5 [B/s] unknown",
                "default | payload | value: avg=512 max=768 median=512 min=256 [B] unknown",
                "default | queue | value: 3 [] unknown"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::k6));
}

TEST_CASE("k6: --summary-export has no types")
{
    const auto found = find_results(sample("k6-made-export.json"), Format::automatic);
    CHECK(found.format == "k6");
    CHECK(result_lines(found) ==
          Lines{"default | checks | share: 0.98 [] higher",
                "default | data_received | rate: 26850.5 [B/s] unknown",
                "default | http_req_waiting | time: avg=18.5 max=20 median=18.25 min=17 p90=19 "
                "p95=19.5 [ms] lower",
                "default | http_req_failed | share: 0 [] lower",
                "default | iterations | rate: 99.5 [1/s] higher"});
    CHECK(found.rejected.empty());
}

TEST_CASE("k6: its summaries are no broken results of current-bench")
{
    const auto found = find_results(sample("k6-made.json"), Format::cb);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
}

TEST_CASE("k6: what is wrong is named and costs only itself")
{
    const auto found = find_results(
        R"_({"state":{"testRunDurationMs":1},"metrics":{"a":{"type":"trend","values":{"p(95)":1}},)_"
        R"_("b":{"type":"counter","values":{"count":1}},"c":5,"d":{"type":"x","values":{"y":1}},)_"
        R"_("e":{"type":"gauge","values":{"value":2}}}})_",
        Format::k6);
    CHECK(result_lines(found) == Lines{"default | e | value: 2 [] unknown"});
    CHECK(rejected_lines(found) ==
          Lines{"1:74 metrics/a/values/avg: is missing, and so is the median",
                "1:118 metrics/b/values/rate: is missing",
                "1:135 metrics/c: must be an object",
                "1:141 metrics/d: is no trend, counter, rate or gauge"});
}

TEST_CASE("k6: other objects with metrics are not its summaries")
{
    const auto found = find_results(R"({"metrics":{"a":{"type":"trend"}}})", Format::k6);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
}
