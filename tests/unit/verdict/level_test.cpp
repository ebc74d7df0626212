#include "catch.hpp"
#include "verdict/level.hpp"

#include <initializer_list>
#include <vector>

using namespace cb::verdict;

namespace {

std::vector<Point> points(std::initializer_list<double> values)
{
    std::vector<Point> made;
    for (const double value : values) {
        made.push_back({value, 1, 9});
    }
    return made;
}

} // namespace

TEST_CASE("a level is the mean of the values that are not wild")
{
    CHECK(find_level(points({1, 2, 3, 2, 50})) == Approx(2));
    CHECK(find_level(points({7})) == 7);
}

TEST_CASE("a split says what two levels save")
{
    const auto all = points({0, 1, 0, 1, 2, 3, 2, 3});
    const auto found = split({all.data(), 4}, {all.data() + 4, 4});
    CHECK(found.before == Approx(0.5));
    CHECK(found.after == Approx(2.5));
    CHECK(found.gain ==
          Approx(8)); // 8 values, each 1 away from the common level and 1/2 from its own
    CHECK(found.variance == Approx(0.5));
}

TEST_CASE("a line explains a slope better than steps do, and a step worse")
{
    const auto slope = points({0, 1, 2, 3, 4, 5, 6, 7});
    const std::vector<Stretch> slopes{{{slope.data(), 4}, 1.5}, {{slope.data() + 4, 4}, 5.5}};
    CHECK(gain_of_line(slopes) == Approx(10));
    const auto step = points({0, 0, 0, 0, 6, 6, 6, 6});
    const std::vector<Stretch> steps{{{step.data(), 4}, 0}, {{step.data() + 4, 4}, 6}};
    CHECK(gain_of_line(steps) < -10);
}

TEST_CASE("visits to a second level are counted when they last")
{
    const auto all = points({0, 0, 0, 6, 6, 6, 0, 0, 0, 6, 0, 0, 6, 6, 6});
    const auto lasting = find_switches(all, 0, 6, 1, 12);
    CHECK(lasting.count == 3); // the single 6 is an outlier
    CHECK(lasting.first == 3);
    CHECK(lasting.last == 12);
    CHECK(find_switches(all, 0, 6, 1, 1).count == 5);
    CHECK(find_switches(all, 0, 6, 1, 1000).count == 0);
}
