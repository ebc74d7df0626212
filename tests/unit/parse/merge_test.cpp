#include "catch.hpp"
#include "parse/found.hpp"

#include <fmt/ranges.h>

#include <set>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

using Values = std::vector<double>;
using Units = std::set<std::string>;

/// One object per line, each with the metric "m" with these members.
Found lines_of(const std::vector<std::string>& members)
{
    std::string text;
    for (const auto& line : members) {
        text += with_members(line) + "\n";
    }
    return cb_results(text);
}

/// Checks that the second object was rejected with the reason, and that the first one was kept.
void check_conflict(const std::string& first, const std::string& second, const std::string& reason)
{
    INFO(first << " then " << second);
    const auto found = lines_of({first, second});
    const auto alone = lines_of({first});
    CHECK(found.results == alone.results);
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected[0].line == 2);
    CHECK(found.rejected[0].field == "results/0/metrics/0/value");
    CHECK_THAT(found.rejected[0].reason, CB_CONTAINS(reason));
}

} // namespace

TEST_CASE("samples of one metric are put together in their order")
{
    const auto found = lines_of(
        {R"("value":1,"units":"s")", R"("value":[2,3],"units":"secs","description":"hello")"});
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0].values == Values{1, 2, 3});
    CHECK(found.results[0].unit == "secs");
    CHECK(found.results[0].description == "hello");
    CHECK(found.results[0].lines == decltype(cb::Result::lines){{1, 1}, {2, 2}});
    CHECK(found.rejected.empty());
}

TEST_CASE("the longer description stays, whichever came first")
{
    const auto found =
        lines_of({R"("value":1,"description":"long one")", R"("value":2,"description":"short")"});
    CHECK(found.results.at(0).description == "long one");
}

TEST_CASE("times in different units are converted to the first one")
{
    const auto found =
        lines_of({R"("value":5)", R"("value":"12ms")", R"("value":"3s")", R"("value":"4us")"});
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0].unit == "ms");
    CHECK(found.results[0].values == Values{5, 12, 3000, 0.004});
    CHECK(found.results[0].printed_units == Units{"s", "us"});
}

TEST_CASE("all units are told in which samples were printed, and no other")
{
    const auto printed = [](const std::vector<std::string>& members) {
        const auto found = lines_of(members);
        REQUIRE(found.results.size() == 1);
        return found.results[0].unit + fmt::format(" {}", found.results[0].printed_units);
    };
    CHECK(printed({R"("value":"5ms")", R"("value":"6ms")"}) == "ms {}");
    CHECK(printed({R"("value":5)", R"("value":"6ms")", R"("value":7)"}) == "ms {}");
    CHECK(printed({R"("value":"5s")", R"("value":"6secs")", R"("value":"7s")"}) == R"(secs {"s"})");
    CHECK(printed({R"("value":"5 MB/s")", R"("value":"6 KiB/ms")", R"("value":"7 MB/s")"}) ==
          R"(MB/s {"KiB/ms"})");
    CHECK(printed({R"("value":["5ms","6s"])", R"("value":["7us",8])"}) == R"(ms {"s", "us"})");
    CHECK(printed({R"("value":{"avg":"5ms","max":"1s"})"}) == R"(ms {"s"})");
    CHECK(printed({R"("value":"5MB","units":"ms")", R"("value":"6s","units":"ms")"}) ==
          R"(ms {"s"})");
}

TEST_CASE("what is rejected leaves no unit behind")
{
    const auto found = lines_of({R"("value":"1ns")", R"("value":["1s","1e308h"])"});
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0].printed_units.empty());
    CHECK(found.rejected.size() == 1);
}

TEST_CASE("a trend that is set wins over none")
{
    const auto trend = GENERATE(
        as<std::vector<std::string>>{},
        std::vector<std::string>{R"("value":1,"trend":"lower-is-better")", R"("value":2)"},
        std::vector<std::string>{R"("value":1)", R"("value":2,"trend":"lower-is-better")"});
    const auto found = lines_of(trend);
    CHECK(found.rejected.empty());
    CHECK(found.results.at(0).direction == cb::Direction::lower);
    CHECK(found.results.at(0).values == Values{1, 2});
}

TEST_CASE("what contradicts an earlier object is rejected, and the first is kept")
{
    check_conflict(R"("value":1,"units":"ms")", R"("value":2,"units":"MB")", "cannot be converted");
    check_conflict(R"("value":1,"trend":"lower-is-better")",
                   R"("value":2,"trend":"higher-is-better")",
                   "opposite trend");
    check_conflict(R"("value":1)", R"("value":{"avg":2})", "summary");
    check_conflict(R"("value":{"avg":1})", R"("value":2)", "summary");
    check_conflict(R"("value":{"avg":1})", R"("value":{"avg":2})", "summary");
    check_conflict(
        R"("value":1,"units":"ns")", R"("value":1e308,"units":"h")", "cannot be converted");
}

TEST_CASE("no name and the name default are the same benchmark")
{
    const auto found = cb_results(
        with_value("1") + R"({"name":"default","results":[{"name":"t","metrics":{"m":2}}]})");
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0].values == Values{1, 2});
}

TEST_CASE("a metric or a test that appears twice in one object is merged, too")
{
    const auto metric = cb_results(
        R"({"results":[{"name":"t","metrics":[{"name":"m","value":1},{"name":"m","value":2}]}]})");
    REQUIRE(metric.results.size() == 1);
    CHECK(metric.results[0].values == Values{1, 2});
    CHECK(metric.results[0].lines.size() == 1);
    const auto test = cb_results(
        R"({"results":[{"name":"t","metrics":{"m":1,"m":2}},{"name":"t","metrics":{"m":3}}]})");
    REQUIRE(test.results.size() == 1);
    CHECK(test.results[0].values == Values{1, 2, 3});
}

TEST_CASE("other benchmarks, tests and metrics are kept apart, however their names are cut")
{
    const auto found =
        cb_results(R"({"name":"a","results":[{"name":"bc","metrics":{"d":1}},)"
                   R"({"name":"b","metrics":{"cd":1}},{"name":"","metrics":{"bcd":1}}]})"
                   R"({"name":"ab","results":[{"name":"c","metrics":{"d":1}}]})");
    CHECK(found.results.size() == 4);
}
