#include "catch.hpp"
#include "parse/measure.hpp"

#include <cmath>
#include <string>

using namespace cb::parse;

TEST_CASE("a number and its unit are taken apart")
{
    struct Case {
        std::string text;
        double value;
        std::string unit;
    };
    const auto c = GENERATE(values<Case>({{"12", 12, ""},
                                          {"12.5ms", 12.5, "ms"},
                                          {"12.5 ms", 12.5, "ms"},
                                          {"  12.5\tms \n", 12.5, "ms"},
                                          {"12%", 12, "%"},
                                          {"-4.5MB/s", -4.5, "MB/s"},
                                          {"+3s", 3, "s"},
                                          {"1e3ms", 1000, "ms"},
                                          {"1E-3 s", 0.001, "s"},
                                          {".5s", 0.5, "s"},
                                          {"5.s", 5, "s"},
                                          {"5.", 5, ""},
                                          {"7µs", 7, "µs"},
                                          {"1_000s", 1000, "s"},
                                          {"1455.0num/sec", 1455, "num/sec"},
                                          {"12 ops per sec", 12, "ops per sec"},
                                          {"5m", 5, "m"},
                                          {"5m2", 5, "m2"},
                                          {"9.81m/s2", 9.81, "m/s2"},
                                          {"1.5eV", 1.5, "eV"},
                                          {"3x", 3, "x"},
                                          {"2min", 2, "min"},
                                          {"0", 0, ""},
                                          {"-0", 0, ""}}));
    INFO(c.text);
    const auto measure = parse_measure(c.text);
    REQUIRE(measure);
    CHECK(measure->value == c.value);
    CHECK(measure->unit == c.unit);
}

TEST_CASE("times of several parts come in seconds")
{
    struct Case {
        std::string text;
        double seconds;
    };
    const auto c = GENERATE(values<Case>({{"1min30.5s", 90.5},
                                          {"1min 30s", 90},
                                          {"1m30s", 90},
                                          {"0m1.234s", 1.234},
                                          {"1 min 30 sec", 90},
                                          {"1h2m3s", 3723},
                                          {"1h30min", 5400},
                                          {"1s 500ms", 1.5},
                                          {"-1m30s", -90}}));
    INFO(c.text);
    const auto measure = parse_measure(c.text);
    REQUIRE(measure);
    CHECK(measure->value == c.seconds);
    CHECK(measure->unit == "s");
}

TEST_CASE("what is not one number with a unit is refused")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               " ",
                               "fast",
                               "nan",
                               "inf",
                               "-inf",
                               "Infinity",
                               "ms",
                               ".",
                               "-",
                               "--1",
                               "+-1",
                               "1.5e",
                               "1.5e+",
                               "0x10s",
                               "1,455.0num/sec",
                               "1'000",
                               "1.2.3",
                               "5-10ms",
                               "5 ± 1 ms",
                               "1 2",
                               "1e999",
                               "1e999s",
                               "1min30.5s in all",
                               "1min30",
                               "1m 30q");
    INFO(text);
    const auto measure = parse_measure(text);
    REQUIRE_FALSE(measure);
    CHECK_FALSE(measure.error().empty());
}
