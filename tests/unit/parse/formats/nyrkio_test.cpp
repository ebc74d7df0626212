#include "base/time.hpp"
#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// A result for a commit with these metrics.
std::string result(std::string_view metrics)
{
    return fmt::format(
        R"({{"attributes":{{"git_commit":"{}"}},"metrics":{}}})", std::string(40, 'a'), metrics);
}

} // namespace

TEST_CASE("nyrkio: the metrics of several commits")
{
    const auto text = sample("nyrkio-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "nyrkio");
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
    CHECK(past_lines(found) == Lines{"6995| default | default | p50: 56 [us] lower",
                                     "6995| default | default | p90: 125.25 [us] lower",
                                     "6995| default | default | score: 7 [] higher",
                                     "0123| default | default | p50: 58 [us] lower"});
    REQUIRE(found.past.size() == 2);
    CHECK(found.past[0].source.repo == "nyrkio/nyrkio");
    CHECK(found.past[0].source.url == "https://github.com/nyrkio/nyrkio");
    CHECK(found.past[0].source.branch == "main");
    CHECK(found.past[0].source.committed_at == cb::parse_rfc3339("2024-01-25T22:15:08Z").value());
    CHECK(is_same_in_pieces(text, Format::automatic));
}

TEST_CASE("nyrkio: a result in the middle of a log, and the same commit again")
{
    const auto one = result(R"([{"name":"t","unit":"ops/s","value":1}])");
    const auto found = find_results("x {\n" + one + " y " + one, Format::nyrkio);
    CHECK(past_lines(found) == Lines{"aaaa| default | default | t: 1 1 [ops/s] higher"});
    CHECK(found.rejected.empty());
}

TEST_CASE("nyrkio: a metric that is wrong costs only itself")
{
    const auto found = find_results(result(R"([7,{"value":1},{"name":"a"},{"name":"b","value":"1"},
{"name":"c","value":1,"direction":"up"},{"name":"d","value":NaN},
{"name":"e","value":1,"direction":""},{"name":"f","value":2,"unit":5,"direction":null}])"),
                                    Format::automatic);
    CHECK(past_lines(found) == Lines{"aaaa| default | default | e: 1 [] unknown",
                                     "aaaa| default | default | f: 2 [] unknown"});
    CHECK(rejected_lines(found) ==
          Lines{"1:84 metrics/0: must be an object",
                "1:86 metrics/1/name: is missing",
                "1:98 metrics/2/value: is missing",
                "1:131 metrics/3/value: \"1\" is not a number",
                "2:35 metrics/4/direction: must be \"lower_is_better\" or \"higher_is_better\"",
                "2:61 metrics/5/value: NaN is not a value in JSON"});
}

TEST_CASE("nyrkio: a result without a usable commit or without metrics is rejected")
{
    const auto found = find_results(
        R"({"timestamp":1,"metrics":[]}
{"timestamp":1,"metrics":[],"attributes":[]}
{"metrics":[],"attributes":{"git_repo":"x"}}
{"metrics":[],"attributes":{"git_commit":"HEAD"}}
)" + result("{}") +
            "\n" + result("null"),
        Format::automatic);
    CHECK_FALSE(has_results(found));
    CHECK(rejected_lines(found) ==
          Lines{"1:1 attributes: is missing",
                "2:42 attributes: must be an object",
                "3:28 attributes/git_commit: is missing",
                "4:42 attributes/git_commit: \"HEAD\" is not a full commit id of 40 or 64 "
                "hexadecimal digits",
                "5:83 metrics: must be a list",
                "6:83 metrics: is missing"});
}

TEST_CASE("nyrkio: times and addresses of any form")
{
    const auto of = [](std::string_view timestamp, std::string_view repo) {
        auto found = find_results(
            fmt::format(
                R"({{"timestamp":{},"attributes":{{"git_commit":"{}","git_repo":"{}"}},"metrics":[{{"name":"m","value":1}}]}})",
                timestamp,
                std::string(40, 'a'),
                repo),
            Format::automatic);
        return std::move(found.past.at(0).source);
    };
    CHECK(of("1.5", "").committed_at == cb::parse_rfc3339("1970-01-01T00:00:01.500Z").value());
    CHECK_FALSE(of("-1", "").committed_at);
    CHECK_FALSE(of("1e300", "").committed_at);
    CHECK_FALSE(of("\"1\"", "").committed_at);
    CHECK_FALSE(of("1", "").url);
    CHECK(of("1", "git@host:o/n.git").repo == "o/n");
    CHECK(of("1", "https://host/o/n/").repo == "o/n");
    CHECK(of("1", "https://host").repo == "https://host");
    CHECK(of("1", "local").repo == "local");
    CHECK(of("1", "/srv/git/x.git").repo == "srv/git/x");
}
