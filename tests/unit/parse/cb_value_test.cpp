#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

using Values = std::vector<double>;
using Summary = std::map<std::string, double>;

/// The only result of a metric with these members.
cb::Result one_result(std::string_view members)
{
    const auto found = cb_results(with_members(members));
    INFO(members);
    CHECK(found.rejected.empty());
    REQUIRE(found.results.size() == 1);
    return found.results.front();
}

cb::Result one_value(std::string_view value)
{
    return one_result(fmt::format(R"("value":{})", value));
}

} // namespace

TEST_CASE("a number is one sample without a unit")
{
    CHECK(one_value("1").values == Values{1});
    CHECK(one_value("-2").values == Values{-2});
    CHECK(one_value("1e3").values == Values{1000});
    CHECK(one_value("3.1e-9").values == Values{3.1e-9});
    CHECK(one_value("12345678901234567890").values == Values{1.2345678901234567e+19});
    CHECK(one_value("123456789012345678901234567890").values == Values{1.2345678901234568e+29});
    CHECK(one_value("1").unit.empty());
}

TEST_CASE("a text is one sample with its unit")
{
    CHECK(one_value(R"("12.5ms")").values == Values{12.5});
    CHECK(one_value(R"("12.5ms")").unit == "ms");
    CHECK(one_value(R"("12.5 ms")").unit == "ms");
    CHECK(one_value(R"("12")").unit.empty());
    CHECK(one_value(R"("7\u00b5s")").unit == "µs");
}

TEST_CASE("times in minutes come in seconds")
{
    CHECK(one_value(R"("2min")").values == Values{120});
    CHECK(one_value(R"("2min")").unit == "s");
    CHECK(one_value(R"("1min30.5s")").values == Values{90.5});
    CHECK(one_value(R"("1m30s")").values == Values{90});
    CHECK(one_value(R"(["1min","1min 30s","15s"])").values == Values{60, 90, 15});
}

TEST_CASE("a list holds samples, all in the first unit")
{
    CHECK(one_value("[1,2,3]").values == Values{1, 2, 3});
    CHECK(one_value("[1,2,3]").unit.empty());
    CHECK(one_value(R"(["1ms","2ms"])").values == Values{1, 2});
    const auto mixed = one_value(R"([1,"2ms","3s","4us"])");
    CHECK(mixed.values == Values{1, 2, 3000, 0.004});
    CHECK(mixed.unit == "ms");
}

TEST_CASE("an object is a summary and has no samples")
{
    const auto plain = one_value(R"({"min":1,"avg":2,"max":3})");
    CHECK(plain.values.empty());
    CHECK(plain.summary == Summary{{"min", 1}, {"avg", 2}, {"max", 3}});
    const auto units = one_value(R"({"min":"1ms","avg":"2ms","max":"3s","p99":4,"p50":null})");
    CHECK(units.summary == Summary{{"min", 1}, {"avg", 2}, {"max", 3000}, {"p99", 4}});
    CHECK(units.unit == "ms");
    CHECK(one_value(R"({"avg":2})").summary == Summary{{"avg", 2}});
}

TEST_CASE("the member units beats the unit in the value")
{
    CHECK(one_result(R"("value":20,"units":" sec ")").unit == "sec");
    const auto relabelled = one_result(R"("value":"1455num/sec","units":"ops/sec")");
    CHECK(relabelled.values == Values{1455});
    CHECK(relabelled.unit == "ops/sec");
    CHECK(one_result(R"("value":1,"units":5)").unit.empty());
    CHECK(one_result(R"("value":"1ms","units":"")").unit == "ms");
    CHECK(one_result(R"("value":1,"units":null)").unit.empty());
}

TEST_CASE("times in the value are converted to the member units")
{
    const auto result = one_result(R"("value":["12.5ms","2min",3],"units":"s")");
    CHECK(result.values == Values{0.0125, 120, 3});
    CHECK(result.unit == "s");
    CHECK(one_result(R"("value":"2min","units":"min")").values == Values{2});
}

TEST_CASE("a trend is a direction")
{
    using cb::Direction;
    CHECK(one_result(R"("value":1,"trend":"lower-is-better")").direction == Direction::lower);
    CHECK(one_result(R"("value":1,"trend":"higher-is-better")").direction == Direction::higher);
    CHECK(one_result(R"("value":1,"trend":"")").direction == Direction::unknown);
    CHECK(one_result(R"("value":1,"trend":null)").direction == Direction::unknown);
    CHECK(one_result(R"("value":1)").direction == Direction::unknown);
}

TEST_CASE("lines that the benchmark gives beat the lines of the object")
{
    using LineNumbers = decltype(cb::Result::lines);
    CHECK(one_result(R"("value":1,"lines":[[3,4],[7.0,7.0]])").lines ==
          LineNumbers{{3, 4}, {7, 7}});
    const auto malformed = GENERATE(as<std::string>{},
                                    "[]",
                                    "[[3]]",
                                    "[[3,4,5]]",
                                    "[[0,1]]",
                                    "[[4,3]]",
                                    "[[-1,-1]]",
                                    R"([["3",4]])",
                                    "[3,4]",
                                    "[[1e300,1e300]]",
                                    "{}",
                                    "null");
    INFO(malformed);
    CHECK(one_result(fmt::format(R"("value":1,"lines":{})", malformed)).lines ==
          LineNumbers{{1, 1}});
}

TEST_CASE("a value that is no figure rejects the metric with the reason")
{
    struct Case {
        std::string value, field, reason;
    };
    const auto c =
        GENERATE(values<Case>({{R"("fast")", "", R"("fast" is not a number)"},
                               {R"("")", "", "is not a number"},
                               {R"("nan")", "", "is not a number"},
                               {R"("1.5e")", "", "is not one number and its unit"},
                               {"true", "", "must be a number or a text"},
                               {"null", "", "is missing"},
                               {"[]", "", "holds no values"},
                               {"[[1]]", "/0", "must be a number or a text"},
                               {"[1,null]", "/1", "must be a number or a text"},
                               {R"([1,"x"])", "/1", R"("x" is not a number)"},
                               {R"(["1ms","2MB"])", "/1", R"("MB" cannot be converted to "ms")"},
                               {R"({"min":1})", "", R"(must have "avg")"},
                               {R"({"avg":null})", "", R"(must have "avg")"},
                               {R"({"avg":[1,2]})", "/avg", "must be a number or a text"},
                               {R"({"avg":1,"max":"x"})", "/max", R"("x" is not a number)"},
                               {R"({"avg":1,"a\u0000b":2})", "", "NUL"},
                               {"1e999", "", "out of the range"},
                               {"-1e999", "", "out of the range"},
                               {"1.7976931348623157e309", "", "out of the range"},
                               {"NaN", "", "NaN is not a value in JSON"},
                               {"-Infinity", "", "-Infinity is not a value in JSON"},
                               {"[1,NaN,3]", "/1", "NaN is not a value in JSON"},
                               {"1.", "", "1. is not a value in JSON"},
                               {"01", "", "01 is not a value in JSON"},
                               {"+1", "", "+1 is not a value in JSON"},
                               {".5", "", ".5 is not a value in JSON"},
                               {"None", "", "None is not a value in JSON"}}));
    INFO(c.value);
    const auto found = cb_results(with_value(c.value));
    CHECK(found.results.empty());
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected[0].field == "results/0/metrics/0/value" + c.field);
    CHECK_THAT(found.rejected[0].reason, CB_CONTAINS(c.reason));
}

TEST_CASE("a number too near to zero for a double is zero")
{
    CHECK(one_value("1e-999").values == Values{0});
}
