#include "catch.hpp"
#include "watch/spread.hpp"
#include "watch/watching.hpp"

#include <algorithm>
#include <numeric>

using cb::watch::spread;
using Places = std::set<std::size_t>;

namespace {

std::vector<std::size_t> places_to(std::size_t length)
{
    std::vector<std::size_t> all(length);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

/// Takes places in rounds of `count`, and returns the order.
std::vector<std::size_t> take_in_rounds(std::size_t length, std::uint64_t count)
{
    auto free = places_to(length);
    std::vector<std::size_t> order;
    while (!free.empty()) {
        const auto chosen = spread(length, free, count);
        order.insert(order.end(), chosen.begin(), chosen.end());
        std::erase_if(free, [&chosen](std::size_t place) { return chosen.contains(place); });
    }
    return order;
}

} // namespace

TEST_CASE("steps halve the largest gap")
{
    CHECK(spread(9, places_to(9), 1) == Places{0});
    CHECK(spread(9, places_to(9), 2) == Places{0, 8});
    CHECK(spread(9, places_to(9), 3) == Places{0, 4, 8});
    CHECK(spread(9, places_to(9), 5) == Places{0, 2, 4, 6, 8});
    CHECK(spread(9, places_to(9), 100).size() == 9);
    CHECK(spread(1, places_to(1), 3) == Places{0});
    CHECK(spread(5, {}, 3).empty());
    // Between 2 and 9 are six free places; new commits at the start come first.
    CHECK(spread(10, std::vector<std::size_t>{0, 1, 3, 4, 5, 6, 7, 8}, 1) == Places{6});
    CHECK(spread(10, std::vector<std::size_t>{0, 1, 2, 3, 5, 6, 7, 8}, 1) == Places{0});
}

TEST_CASE("steps one after the other take the places that they would take at once")
{
    const auto order = take_in_rounds(100, 1);
    for (std::size_t count = 1; count <= 100; ++count) {
        CHECK(spread(100, places_to(100), count) ==
              Places(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count)));
    }
}

TEST_CASE("a pass with steps fills the history")
{
    TempRepository temp;
    for (int i = 0; i < 9; ++i) {
        temp.commit(std::to_string(i));
    }
    Watching watching;
    auto request = request_for(temp.path(), {{}, cb::watch::Extent::history});
    request.steps = 3;
    watching.pass_and_store(request);
    CHECK(watching.subjects() == std::vector<std::string>{"8@main", "4@main", "0@main"});
    watching.pass_and_store(request);
    CHECK(watching.subjects() == std::vector<std::string>{"7@main", "6@main", "2@main"});
}
