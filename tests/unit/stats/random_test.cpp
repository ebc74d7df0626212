#include "base/error.hpp"
#include "catch.hpp"
#include "stats/random.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <vector>

using namespace cb;
using namespace cb::stats;

TEST_CASE("the same seed gives the numbers that the C++ standard fixes")
{
    Random random{5489}; // [rand.predef] gives the 10 000th number for this seed
    for (int i = 0; i < 9999; ++i) {
        static_cast<void>(random.next());
    }
    CHECK(random.next() == 9981545732273789042U);
}

TEST_CASE("numbers below a bound are the upper half of the product")
{
    Random raw{7};
    Random bounded{7};
    for (int i = 0; i < 1000; ++i) { // 2^32 mod 1000 = 296 of 2^32: redraws are unlikely here
        CHECK(bounded.below(1000) == ((raw.next() >> 32U) * 1000 >> 32U));
    }
}

TEST_CASE("no number below a bound is favoured")
{
    // 2^32 is 4/3 and 8/3 of these. Without redraws, or with too few, one remainder modulo 3 would
    // be more frequent.
    const auto bound = GENERATE(3U << 30U, 3U << 29U);
    Random random{1};
    std::array<int, 3> by_remainder{};
    for (int i = 0; i < 30'000; ++i) {
        const auto number = random.below(bound);
        REQUIRE(number < bound);
        ++by_remainder.at(number % 3);
    }
    for (const int count : by_remainder) { // 10 000 each, the standard deviation is 82
        CHECK(std::abs(count - 10'000) < 5 * 82);
    }
}

TEST_CASE("a bound of 1 leaves only 0, and of 0 nothing")
{
    Random random{3};
    CHECK(random.below(1) == 0);
    CHECK_THROWS_AS(random.below(0), Error);
}

TEST_CASE("all orders of a shuffle are equally likely")
{
    Random random{11};
    std::map<std::vector<int>, int> seen;
    for (int i = 0; i < 24'000; ++i) {
        std::vector<int> items{1, 2, 3, 4};
        shuffle(std::span{items}, random);
        ++seen[items];
    }
    REQUIRE(seen.size() == 24);               // 4!
    for (const auto& [items, count] : seen) { // 1000 each, the standard deviation is 31
        CHECK(std::abs(count - 1000) < 5 * 31);
    }
}

TEST_CASE("a shuffle is the same for the same seed")
{
    const auto shuffled = [](std::uint64_t seed) {
        Random random{seed};
        std::vector<int> items(10);
        std::iota(items.begin(), items.end(), 0);
        shuffle(std::span{items}, random);
        return items;
    };
    const auto one = shuffled(1);
    const auto two = shuffled(2);
    CHECK(one == shuffled(1));
    CHECK(one != two);
    CHECK(std::is_permutation(one.begin(), one.end(), two.begin(), two.end()));
}
