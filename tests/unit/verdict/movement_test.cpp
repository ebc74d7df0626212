#include "catch.hpp"
#include "verdict/movement.hpp"

using namespace cb;
using namespace cb::verdict;

namespace {

Movement lower(std::string_view metric, std::string_view unit)
{
    return movement_of(metric, unit, Direction::lower);
}

} // namespace

TEST_CASE("sizes of files, allocations and instructions are exact")
{
    CHECK(lower("binary_size", "B") == Movement::exact);
    CHECK(lower("textSize", "KiB") == Movement::exact);
    CHECK(movement_of("size", "bytes", Direction::unknown) == Movement::exact);
    CHECK(lower("instructions", "") == Movement::exact);
    CHECK(lower("Ir", "instructions") == Movement::exact);
    CHECK(lower("allocs", "allocs/op") == Movement::exact);
    CHECK(lower("allocs_per_iter", "") == Movement::exact);
}

TEST_CASE("times, rates, shares, used memory and unknown names are noisy")
{
    CHECK(lower("time", "ms") == Movement::noisy);
    CHECK(lower("instructions", "ns/op") == Movement::noisy);
    CHECK(movement_of("instructions", "M/s", Direction::lower) == Movement::noisy);
    CHECK(lower("size", "%") == Movement::noisy);
    CHECK(lower("peak_memory_size", "B") == Movement::noisy);
    CHECK(lower("heapSize", "MiB") == Movement::noisy);
    CHECK(lower("size", "") == Movement::noisy);
    CHECK(lower("resize", "B") == Movement::noisy);
    CHECK(lower("", "") == Movement::noisy);
}

TEST_CASE("values of which more is better are noisy")
{
    CHECK(movement_of("allocs", "", Direction::higher) == Movement::noisy);
}
