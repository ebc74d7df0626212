#include "base/error.hpp"
#include "catch.hpp"
#include "stats/interleave.hpp"

#include <algorithm>
#include <set>
#include <string>

using namespace cb;
using namespace cb::stats;

namespace {

using Order = std::vector<unsigned>;

std::string letters(const Order& order)
{
    std::string text;
    for (const unsigned contestant : order) {
        text += static_cast<char>('A' + contestant);
    }
    return text;
}

} // namespace

TEST_CASE("two contestants run in blocks of ABBA and BAAB, both of them")
{
    const auto text = letters(order(2, 40, 1));
    REQUIRE(text.size() == 80);
    std::set<std::string> blocks;
    for (std::size_t at = 0; at < text.size(); at += 4) {
        blocks.insert(text.substr(at, 4));
    }
    CHECK(blocks == std::set<std::string>{"ABBA", "BAAB"});
}

TEST_CASE("in every block all contestants run twice, at the same place on average")
{
    const auto contestants = GENERATE(1U, 2U, 3U, 5U, 8U);
    const auto found = order(contestants, 6, 9);
    REQUIRE(found.size() == std::size_t{6} * contestants);
    const std::size_t block = std::size_t{2} * contestants;
    for (std::size_t start = 0; start < found.size(); start += block) {
        Order places(contestants);
        Order times(contestants);
        for (unsigned i = 0; i < block; ++i) {
            places.at(found[start + i]) += i;
            ++times.at(found[start + i]);
        }
        CHECK(times == Order(contestants, 2));
        CHECK(places == Order(contestants, static_cast<unsigned>(block) - 1)); // i + (2k - 1 - i)
    }
}

TEST_CASE("an odd number of repeats ends with half a block")
{
    const auto found = order(3, 5, 4);
    REQUIRE(found.size() == 15);
    for (unsigned contestant = 0; contestant < 3; ++contestant) {
        CHECK(std::count(found.begin(), found.end(), contestant) == 5);
        CHECK(std::count(found.begin() + 12, found.end(), contestant) == 1);
    }
}

TEST_CASE("a shorter order is the beginning of a longer one")
{
    const auto longest = order(3, 9, 77);
    for (unsigned repeats = 1; repeats < 9; ++repeats) {
        const auto shorter = order(3, repeats, 77);
        CHECK(std::equal(shorter.begin(), shorter.end(), longest.begin()));
    }
}

TEST_CASE("the order is the seed's")
{
    CHECK(order(4, 10, 1) == order(4, 10, 1));
    CHECK(order(4, 10, 1) != order(4, 10, 2));
}

TEST_CASE("an order of nothing or of too much is refused")
{
    CHECK_THROWS_AS(order(0, 5, 1), Error);
    CHECK_THROWS_AS(order(5, 0, 1), Error);
    CHECK_THROWS_AS(order(4'000'000'000U, 4'000'000'000U, 1), Error);
    CHECK_THROWS_AS(order(65'537, 65'537, 1), Error); // 2^32 + 131 073
    CHECK(order(1, 1'000'000, 1).size() == 1'000'000);
}
