#include "catch.hpp"
#include "store/history_order.hpp"

#include <optional>
#include <string>
#include <vector>

using cb::store::CommitInfo;
using cb::store::history_order;

namespace {

CommitInfo commit(char name,
                  std::optional<std::uint64_t> position,
                  std::optional<int> hour,
                  std::vector<std::string> parents = {})
{
    CommitInfo made;
    made.hash = std::string(40, name);
    made.parents = std::move(parents);
    made.position = position;
    if (hour) {
        made.committed_at = cb::Time{} + std::chrono::hours{*hour};
    }
    return made;
}

/// The names in order; the same whatever the order of the input.
std::string order_of(std::vector<CommitInfo> commits)
{
    std::string first;
    for (int turn = 0; turn < 24; ++turn) {
        std::string names;
        for (const auto i : history_order(commits)) {
            names += commits[i].hash.front();
        }
        first = turn == 0 ? names : first;
        CHECK(names == first);
        std::next_permutation(commits.begin(), commits.end(), [](const auto& a, const auto& b) {
            return a.hash < b.hash;
        });
    }
    return first;
}

} // namespace

TEST_CASE("positions come before times")
{
    CHECK(order_of({commit('a', 2, 1), commit('b', 1, 5), commit('c', 3, 3)}) == "bac");
    CHECK(order_of({commit('a', {}, 3), commit('b', {}, 1), commit('c', {}, {})}) == "cba");
}

TEST_CASE("a commit without a position is placed by its time")
{
    CHECK(order_of({commit('a', 1, 1), commit('b', 2, 2), commit('c', {}, 3)}) == "abc");
    CHECK(order_of({commit('a', 1, 1), commit('b', 2, 4), commit('c', {}, 3)}) == "acb");
    CHECK(order_of({commit('a', 1, 2), commit('b', 2, 4), commit('c', {}, 1)}) == "cab");
    CHECK(
        order_of({commit('a', 1, 1), commit('b', {}, 3), commit('c', {}, 2), commit('d', 2, 9)}) ==
        "acbd");
    CHECK(order_of({commit('a', 1, 1), commit('b', {}, {})}) == "ba");
}

// By position a < b, and by time b < c < a.
TEST_CASE("times that go backwards leave one order")
{
    CHECK(order_of({commit('a', 1, 9), commit('b', 2, 5), commit('c', {}, 7)}) == "cab");
}

TEST_CASE("parents come first, whatever positions and times say")
{
    CHECK(order_of({commit('a', 5, 9), commit('b', {}, 1, {std::string(40, 'a')})}) == "ab");
}
