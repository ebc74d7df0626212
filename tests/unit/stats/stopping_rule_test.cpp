#include "base/error.hpp"
#include "catch.hpp"
#include "stats/stopping_rule.hpp"

#include <cmath>

using namespace cb;
using namespace cb::stats;
using namespace std::chrono_literals;

namespace {

StoppingRule rule(const std::string& text)
{
    return StoppingRule::parse(text).value();
}

/// `n` values, half of them `spread` below 1 and half of them above.
std::vector<double> about_one(std::size_t n, double spread)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) {
        values.push_back(i % 2 == 0 ? 1 - spread : 1 + spread);
    }
    return values;
}

} // namespace

TEST_CASE("a stopping rule has defaults")
{
    const auto limits = rule("ci=1%").limits();
    CHECK(limits.ci_percent == 1);
    CHECK(limits.confidence == 0.95);
    CHECK(limits.min_runs == 6);
    CHECK(limits.max_runs == 1000);
    CHECK(limits.max_time == 1h);
}

TEST_CASE("a stopping rule is written canonically and reads back equal")
{
    const auto [text, canonical] = GENERATE(table<std::string, std::string>({
        {"ci=1%", "ci=1%,min=6,confidence=0.95,max=1h,runs=1000"},
        {"ci=1%,max=10m", "ci=1%,min=6,confidence=0.95,max=10m,runs=1000"},
        {"max=600s,ci=1.0%", "ci=1%,min=6,confidence=0.95,max=10m,runs=1000"},
        {"ci=0.5%,confidence=0.99,min=12,runs=200",
         "ci=0.5%,min=12,confidence=0.99,max=1h,runs=200"},
        {"ci=0.07%", "ci=0.07%,min=6,confidence=0.95,max=1h,runs=1000"},
        {"ci=0.001%,max=90s", "ci=0.001%,min=6,confidence=0.95,max=90s,runs=1000"},
        {"ci=20%,confidence=0.5,runs=4", "ci=20%,min=4,confidence=0.5,max=1h,runs=4"},
        {"runs=20", "confidence=0.95,max=1h,runs=20"},
        {"runs=3", "confidence=0.95,max=1h,runs=3"},
        {"max=1.5h", "confidence=0.95,max=90m,runs=1000"},
        {"max=1500ms", "confidence=0.95,max=1500ms,runs=1000"},
        {"max=0.0015999s", "confidence=0.95,max=1ms,runs=1000"},
        {"max=100us,max=1s", ""},
    }));
    INFO(text);
    if (canonical.empty()) {
        CHECK_FALSE(StoppingRule::parse(text).has_value());
        return;
    }
    CHECK(rule(text).to_string() == canonical);
    CHECK(rule(canonical) == rule(text));
    CHECK(rule(canonical).to_string() == canonical);
}

TEST_CASE("a stopping rule that is wrong is refused and told why")
{
    const auto [text, reason] = GENERATE(table<std::string, std::string>({
        {"", "\"\" is none of ci=, confidence=, min=, max= and runs="},
        {"ci", "\"ci\" is none of"},
        {"ci=1%,", "\"\" is none of"},
        {",ci=1%", "\"\" is none of"},
        {"ci=1% ,max=1m", "ci: \"1% \" is not a percentage"},
        {"ci=1%, max=1m", "\" max=1m\" is none of"},
        {"CI=1%", "\"CI=1%\" is none of"},
        {"iterations=5", "\"iterations=5\" is none of"},
        {"ci=1%,max=1m,ci=2%", "ci is there twice"},
        {"ci=0.01", "ci: \"0.01\" is not a percentage from 0.001% to 100%, such as 1%"},
        {"ci=%", "is not a percentage"},
        {"ci=0%", "is not a percentage"},
        {"ci=101%", "is not a percentage"},
        {"ci=-1%", "is not a percentage"},
        {"ci=nan%", "is not a percentage"},
        {"ci=1e0%", "is not a percentage"},
        {"ci=1%%", "is not a percentage"},
        {"ci=1%,confidence=95%", "confidence: \"95%\" is not a number from 0.5 to 0.9999"},
        {"ci=1%,confidence=1", "is not a number from 0.5"},
        {"ci=1%,confidence=0.49", "is not a number from 0.5"},
        {"ci=1%,min=0", "min: \"0\" is not a whole number from 1 to 10000"},
        {"runs=10001", "runs: \"10001\" is not a whole number"},
        {"runs=-1", "is not a whole number"},
        {"max=soon", "max: \"soon\" is not a time"},
        {"max=0", "max: \"0\" is less than 1ms"},
        {"confidence=0.9", "at least one of ci, max and runs"},
        {"min=5,max=10m", "min is only for ci"},
        {"ci=1%,min=20,runs=10", "min=20 is more than runs=10"},
        {"ci=1%,runs=5", "runs=5 are too few for an interval of confidence 0.95"},
    }));
    INFO(text);
    const auto parsed = StoppingRule::parse(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK_THAT(parsed.error(), CB_CONTAINS(reason));
    CHECK(parsed.error().size() < 300);
}

TEST_CASE("a hostile stopping rule gives a short message")
{
    const auto parsed = StoppingRule::parse(std::string(100'000, 'x'));
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().size() < 300);
}

TEST_CASE("runs go on until they are precise enough")
{
    const auto until = rule("ci=1%");
    CHECK(until.decide({}, 0s) == Decision::go_on);
    CHECK(until.decide(about_one(8, 0), 1s) == Decision::go_on); // no interval for fewer than 9
    CHECK(until.decide(about_one(9, 0), 1s) == Decision::precise_enough);
    CHECK(until.decide(about_one(50, 0.0099), 1s) == Decision::precise_enough);
    CHECK(until.decide(about_one(50, 0.0101), 1s) == Decision::go_on);
}

TEST_CASE("runs do not stop for precision before min")
{
    const auto until = rule("ci=1%,min=30");
    CHECK(until.decide(about_one(29, 0), 1s) == Decision::go_on);
    CHECK(until.decide(about_one(30, 0), 1s) == Decision::precise_enough);
}

TEST_CASE("runs end with the time, even before min, and with their number")
{
    const auto until = rule("ci=1%,max=10m,runs=100,min=20");
    const auto noisy = about_one(100, 0.2);
    const std::span values{noisy};
    CHECK(until.decide(values.first(3), 599s) == Decision::go_on);
    CHECK(until.decide(values.first(3), 600s) == Decision::out_of_time);
    CHECK(until.decide(values.first(99), 1s) == Decision::go_on);
    CHECK(until.decide(values.first(100), 1s) == Decision::out_of_runs);
    CHECK(until.decide(values.first(100), 700s) == Decision::out_of_runs);
    CHECK(until.decide(about_one(100, 0), 700s) == Decision::precise_enough);
    CHECK(until.decide(about_one(101, 0.2), 1s) == Decision::out_of_runs);
}

TEST_CASE("a rule without ci does not look at precision and fixes the interval beforehand")
{
    const auto until = rule("runs=10");
    const std::vector<double> values{10, 3, 7, 1, 9, 5, 2, 8, 4, 6};
    CHECK(until.decide(about_one(9, 0), 1s) == Decision::go_on);
    CHECK(until.decide(values, 1s) == Decision::out_of_runs);
    CHECK(until.interval(values) == median_interval(values, 0.95));
    CHECK_FALSE(until.interval(std::span{values}.first(5)).has_value());
}

TEST_CASE("a rule with ci gives the interval that holds at every look")
{
    const auto until = rule("ci=1%,confidence=0.9,min=8,runs=200");
    const auto values = about_one(60, 0.1);
    CHECK(until.interval(values) == MedianSequence(0.9, 8, 200).interval(values));
}

TEST_CASE("wall times that are no numbers are refused")
{
    auto values = about_one(20, 0);
    values[3] = std::nan("");
    CHECK_THROWS_AS(rule("ci=1%").decide(values, 1s), Error);
}
