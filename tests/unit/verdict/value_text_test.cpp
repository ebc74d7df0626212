#include "catch.hpp"
#include "verdict/value_text.hpp"

#include <cmath>
#include <limits>

using namespace cb::verdict;

TEST_CASE("a value has the unit that suits its size")
{
    CHECK(to_value_text(12.341, "ms") == "12.34 ms");
    CHECK(to_value_text(12'341'000, "ns") == "12.34 ms");
    CHECK(to_value_text(0.25, "s") == "250 ms");
    CHECK(to_value_text(5'100, "B") == "5.100 kB");
    CHECK(to_value_text(1'234'567, "") == "1.235 M");
    CHECK(to_value_text(1'234'567'890, "instructions") == "1.235 G instructions");
    CHECK(to_value_text(0, "ms") == "0 ms");
    CHECK(to_value_text(-3.5, "") == "-3.500");
    CHECK(to_value_text(2'500'000, "ns/op") == "2.500 ms/op");
    CHECK(to_value_text(2'500, "MB/s") == "2.500 GB/s");
    CHECK(to_value_text(250'000, "allocs/op") == "250 k allocs/op");
    CHECK(to_value_text(0.000987, "s", 0.001002, 0.000987) == "0.9870 ms");
    CHECK(to_value_text(std::nan(""), "s") == "nan s");
    CHECK(to_value_text(-std::numeric_limits<double>::infinity(), "ns/op") == "-inf ns/op");
    CHECK(to_step_text(999, 1001, "us", "->") == "0.9990 -> 1.001 ms");
    CHECK(to_step_text(1e6, 1e6 + 1, "", "->") == "1 -> 1.000001 M");
    CHECK(to_step_text(1e6 + 2, 1e6 + 1, "", "->") == "1.000002 -> 1.000001 M");
    CHECK(to_step_text(1e6, 1e6, "", "->") == "1 -> 1 M");
    CHECK(to_value_text(1e6 + 1, "", 1e6, 1e6) == "1.000001 M");
}

TEST_CASE("a change is a percentage, or a factor from a doubling on")
{
    CHECK(to_change_text(0.0612) == "+6.1 %");
    CHECK(to_change_text(-0.5) == "-50.0 %");
    CHECK(to_change_text(0.0004) == "+0.040 %");
    CHECK(to_change_text(1.5) == "x2.50");
    CHECK(to_change_text(0.000001) == "+0.0001 %");
    CHECK(to_change_text(-2e-13) == "-0.000000000 %");
    CHECK(to_change_text(0) == "+0.0 %");
    CHECK(to_difference_text(0.0004) == "+0.04 %");
    CHECK(to_difference_text(-0.00051) == "-0.1 %");
    CHECK(to_difference_text(2) == "+200.0 %");
}
