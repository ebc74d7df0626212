#include "base/error.hpp"
#include "catch.hpp"
#include "verdict/comparison.hpp"
#include "verdict/comparison_output.hpp"
#include "verdict/comparison_request.hpp"

#include <cmath>
#include <limits>

using namespace cb;
using namespace cb::verdict;

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
const Environment here{"w", "k", "default"};

SeriesPair pair_of(std::vector<double> base, std::vector<double> candidate)
{
    return {{"b", "parse", "time", "ms", Direction::lower},
            {{here, std::move(base)}},
            {{here, std::move(candidate)}},
            {},
            {}};
}

std::vector<JobValues> jobs(const std::vector<double>& medians)
{
    std::vector<JobValues> all;
    for (const double median : medians) {
        all.push_back({here, {median}});
    }
    return all;
}

std::vector<EarlierMedian> earlier(const std::vector<double>& medians)
{
    const auto environment = std::make_shared<const Environment>(here);
    std::vector<EarlierMedian> all;
    for (const double median : medians) {
        all.push_back({environment, median});
    }
    return all;
}

Row only_row(const SeriesPair& pair, const ComparisonOptions& options = {})
{
    const auto report = compare_series(std::vector{pair}, options);
    REQUIRE(report.rows.size() == 1);
    return report.rows.front();
}

SideSeries side(std::string unit, std::vector<double> values)
{
    return {{"b", "t", "time", std::move(unit), Direction::lower}, {{here, std::move(values)}}};
}

} // namespace

TEST_CASE("four and four separate samples are the fewest that show a change")
{
    const auto row = only_row(pair_of({100, 101, 102, 103}, {110, 111, 112, 113}));
    CHECK(row.finding == Finding::slower);
    CHECK(row.basis == Basis::samples);
    CHECK(*row.p_value < 2.0 / 70); // 2 / C(8, 4): the distance says more
    const auto near = only_row(pair_of({100, 101, 102, 110}, {111, 112, 113, 140}));
    CHECK(*near.p_value == Approx(2.0 / 70));
    CHECK(*row.change == Approx(0.0985).margin(0.0005));
    CHECK(only_row(pair_of({110, 111, 112, 113}, {100, 101, 102, 103})).finding == Finding::faster);

    const auto few = only_row(pair_of({100, 101, 102}, {110, 111, 112, 113}));
    CHECK(few.finding == Finding::too_few);
    CHECK(*few.needed == stats::Needed{4, 4});
    CHECK(few.change);
    CHECK(only_row(pair_of({1}, {2})).finding == Finding::too_few);
}

TEST_CASE("the direction decides what a change means")
{
    auto pair = pair_of({100, 101, 102, 103}, {110, 111, 112, 113});
    pair.name.direction = Direction::higher;
    CHECK(only_row(pair).finding == Finding::faster);
    pair.name.direction = Direction::unknown;
    const auto report = compare_series(std::vector{pair});
    CHECK(report.rows.front().finding == Finding::changed);
    CHECK_FALSE(has_regression(report, 0));
}

TEST_CASE("a change below the threshold is no difference, and unseen ones are unstable")
{
    const auto near = pair_of({100, 100.1, 100.2, 100.3}, {100.5, 100.6, 100.7, 100.8});
    CHECK(only_row(near).finding == Finding::no_difference);
    CHECK(only_row(near, {.threshold = 0.001}).finding == Finding::slower);
    const auto loud = only_row(pair_of({80, 95, 105, 120}, {82, 94, 108, 118}));
    CHECK(loud.finding == Finding::unstable);
    CHECK(*loud.visible > 0.2);
}

TEST_CASE("several jobs count by their medians")
{
    auto pair = pair_of({}, {});
    pair.base = jobs({10, 10.1, 10.2, 10.3});
    pair.candidate = jobs({11, 11.1, 11.2, 11.3});
    CHECK(only_row(pair).finding == Finding::slower);
    CHECK(only_row(pair).basis == Basis::jobs);
    pair.base = {{here, {10, 10, 10, 10, 10, 10}}, {here, {10, 10, 10, 10, 10, 10}}};
    CHECK(only_row(pair).finding == Finding::too_few); // two jobs, however many samples
}

TEST_CASE("the history decides between two jobs")
{
    // Each job's samples agree, but jobs differ by 5 %.
    auto pair = pair_of({100, 100, 100.1, 100.1}, {106, 106, 106.1, 106.1});
    CHECK(only_row(pair).finding == Finding::slower);
    pair.history = earlier({100, 105, 99, 104, 100, 106, 101, 95, 103, 100});
    CHECK(only_row(pair).basis == Basis::history);
    CHECK(only_row(pair).finding == Finding::unstable);
    pair.history = earlier({100, 100.2, 99.9, 100.1, 100, 100.2, 99.8, 100, 100.1, 100});
    CHECK(only_row(pair).finding == Finding::slower);
    // A single point each is enough then.
    pair.base = jobs({100});
    pair.candidate = jobs({106});
    CHECK(only_row(pair).finding == Finding::slower);
    CHECK(*only_row(pair).change == Approx(0.06));
}

TEST_CASE("a metric that must not move changes with any difference")
{
    auto pair = pair_of({1000}, {1001});
    pair.name.metric = "binary_size";
    pair.name.unit = "B";
    CHECK(only_row(pair).finding == Finding::slower);
    CHECK(only_row(pair).basis == Basis::exact);
    CHECK(only_row(pair_of({1000}, {1000})).finding == Finding::too_few);
    pair.candidate = pair.base;
    CHECK(only_row(pair).finding == Finding::no_difference);
    pair.candidate = {{here, {1000, 1001, 1002, 1003}}}; // it does move
    CHECK(only_row(pair).finding == Finding::too_few);
}

TEST_CASE("equal values, zeros, negative values and NaN have their words")
{
    CHECK(only_row(pair_of({5, 5, 5, 5}, {5, 5, 5, 5})).finding == Finding::no_difference);
    const auto from_zero = only_row(pair_of({0, 0, 0, 0}, {1, 2, 3, 4}));
    CHECK(from_zero.finding == Finding::slower);
    CHECK_FALSE(from_zero.change);
    const auto negative = only_row(pair_of({-10, -10, -10, -10}, {-5, -5, -5, -5}));
    CHECK(negative.finding == Finding::slower);
    CHECK(*negative.change == Approx(0.5));
    CHECK(only_row(pair_of({1, no_number, 1, 1}, {1, 1, 1, 1})).finding == Finding::not_a_number);
    CHECK(only_row(pair_of({1, 1, 1, 1}, {std::numeric_limits<double>::infinity()})).finding ==
          Finding::not_a_number);
}

TEST_CASE("many series need stronger evidence")
{
    // 40 series with nothing to see, and one with the most extreme order of four and four, but
    // near.
    std::vector<SeriesPair> pairs(40, pair_of({100, 101, 102, 103}, {100, 101, 102, 103}));
    pairs.push_back(pair_of({100, 101, 102, 103}, {104, 105, 106, 107}));
    const auto report = compare_series(pairs);
    CHECK(count(report, Finding::slower) == 0);
    REQUIRE(count(report, Finding::too_few) == 1);
    for (const auto& row : report.rows) {
        if (row.finding == Finding::too_few) {
            CHECK(*row.p_value > 0.05);
            CHECK(row.needed->base == stats::needed_for_claim(0.05 / 41).base);
        }
    }
    pairs.back() = pair_of({100, 101, 102, 103}, {200, 201, 202, 203});
    CHECK(count(compare_series(pairs), Finding::slower) == 1);
}

TEST_CASE("environments are compared one by one or not at all")
{
    auto pair = pair_of({100, 101, 102, 103}, {110, 111, 112, 113});
    pair.candidate.front().environment.host_key = "other";
    CHECK_THROWS_AS(compare_series(std::vector{pair}), Error);
    CHECK(only_row(pair, {.hosts = Hosts::any}).finding == Finding::slower);
    pair.candidate.push_back({here, {100, 101, 102, 103}});
    CHECK(only_row(pair).finding != Finding::slower); // only the environment that both have
}

TEST_CASE("series are paired by name, in the unit of the base")
{
    auto pairs = pair_series({side("ms", {1, 2})}, {side("us", {1000, 2000})});
    REQUIRE(pairs.size() == 1);
    CHECK(pairs[0].candidate[0].values == std::vector<double>{1, 2});
    pairs = pair_series({side("ms", {1})}, {side("MB", {1})});
    REQUIRE(pairs.size() == 1);
    CHECK(only_row(pairs[0]).finding == Finding::units_differ);
    pairs = pair_series({side("ms", {1})}, {});
    CHECK(only_row(pairs[0]).finding == Finding::vanished);
    pairs = pair_series({}, {side("ms", {1})});
    CHECK(only_row(pairs[0]).finding == Finding::appeared);
}

TEST_CASE("the verdict line names the largest changes")
{
    auto small = pair_of({100, 101, 102, 103, 104, 105}, {105, 106, 107, 108, 109, 110});
    auto large = pair_of({100, 101, 102, 103, 104, 105}, {120, 121, 122, 123, 124, 125});
    small.name.test = "merge\x1b[2J";
    const auto report = compare_series(std::vector{small, large});
    CHECK(to_verdict_line(report) == "slower: 2 of 2 (parse time +19.5 %, merge [2J time +4.9 %)");
    REQUIRE(report.means.size() == 1);
    CHECK(report.means[0].ratio.mean == Approx(std::sqrt(107.5 / 102.5 * 122.5 / 102.5)));
    CHECK(has_regression(report, 0.1));
    CHECK_FALSE(has_regression(report, 0.5));
    const std::vector same{pair_of({5, 5, 5, 5}, {5, 5, 5, 5})};
    CHECK(to_verdict_line(compare_series(same)) == "no difference in 1 series");
}

TEST_CASE("what was measured on a machine that was not quiet is named")
{
    auto pair = pair_of({}, {});
    pair.base = jobs({100, 101, 102, 103});
    pair.candidate = jobs({110, 111, 112, 113, 114});
    CHECK(to_text(compare_series(std::vector{pair}), {}).find("trust") == std::string::npos);
    pair.base[1].machine = Verdict::suspect;
    pair.candidate[0].machine = pair.candidate[2].machine = Verdict::invalid;
    const auto report = compare_series(std::vector{pair});
    for (const auto& text : {to_text(report, {}), to_markdown(report, {})}) {
        CHECK(text.find("1 of 4 old jobs were measured while the machine was not quiet") !=
              std::string::npos);
        CHECK(text.find("2 of 5 new jobs were not measured as requested") != std::string::npos);
    }
}

TEST_CASE("names cannot escape from Markdown or CSV")
{
    auto pair = pair_of({100, 101, 102, 103}, {110, 111, 112, 113});
    pair.name.test = "<b>@me|x\",y";
    const auto report = compare_series(std::vector{pair});
    const auto markdown = to_markdown(report, {});
    CHECK(markdown.find("<b>") == std::string::npos);
    CHECK(markdown.find("@me") == std::string::npos);
    CHECK(markdown.find("<code>&#60;b&#62;&#64;me&#124;x\",y time</code>") != std::string::npos);
    CHECK(to_csv(report).find("\"<b>@me|x\"\",y\"") != std::string::npos);
}

TEST_CASE("percentages and rules of failure are parsed")
{
    CHECK(parse_percentage("5%").value() == Approx(0.05));
    CHECK(parse_percentage("0.5 %").value() == Approx(0.005));
    CHECK(parse_percentage("0").value() == 0);
    for (const auto* const wrong : {"", "5", "%", "-1%", "nan%", "1%%", "1e300%"}) {
        CHECK_FALSE(parse_percentage(wrong));
    }
    CHECK(parse_fail_on("regression").value() == 0);
    CHECK(parse_fail_on("regression:5%").value() == Approx(0.05));
    CHECK_FALSE(parse_fail_on("regression5%"));
    CHECK_FALSE(parse_fail_on("unstable"));
}
