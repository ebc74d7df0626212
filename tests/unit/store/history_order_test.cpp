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

namespace {

/// The names of the commits on the line, of commits in the order of history. `heads` may be its
/// head.
std::string line_of(const std::vector<CommitInfo>& commits, std::string_view heads)
{
    std::vector<bool> may_be_head;
    for (const auto& one : commits) {
        may_be_head.push_back(heads.find(one.hash.front()) != std::string_view::npos);
    }
    std::string names;
    const auto line = cb::store::find_line(commits, may_be_head);
    for (std::size_t i = 0; i < commits.size(); ++i) {
        names += line[i] ? std::string{commits[i].hash.front()} : "";
    }
    return names;
}

std::string hash(char name)
{
    return std::string(40, name);
}

} // namespace

TEST_CASE("the commits of a merged branch are not on the line")
{
    const std::vector<CommitInfo> commits{commit('a', 1, 1),
                                          commit('b', 2, 2, {hash('a')}),
                                          commit('c', 3, 3, {hash('a')}),
                                          commit('d', 4, 4, {hash('c')}),
                                          commit('e', 5, 5, {hash('b'), hash('d')})};
    CHECK(line_of(commits, "abcde") == "abe");
}

TEST_CASE("what a forced push abandoned is not on the line")
{
    // c and d were replaced by x and y, at the same positions.
    const std::vector<CommitInfo> commits{commit('a', 1, 1),
                                          commit('b', 2, 2, {hash('a')}),
                                          commit('c', 3, 3, {hash('b')}),
                                          commit('x', 3, 8, {hash('b')}),
                                          commit('d', 4, 4, {hash('c')}),
                                          commit('y', 4, 9, {hash('x')})};
    CHECK(line_of(commits, "abcdxy") == "abxy");
}

TEST_CASE("a pull request is not the head, though it is the newest commit")
{
    const std::vector<CommitInfo> commits{
        commit('a', 1, 1), commit('b', 2, 2, {hash('a')}), commit('p', 3, 9, {hash('a')})};
    CHECK(line_of(commits, "ab") == "ab");
}

TEST_CASE("commits without stored parents are on the line")
{
    const std::vector<CommitInfo> commits{commit('a', 1, 99, {hash('0')}),
                                          commit('b', 2, 2, {hash('1')}),
                                          commit('c', 3, 3, {hash('b')})};
    CHECK(line_of(commits, "abc") == "abc");
    CHECK(line_of({commit('a', {}, {})}, "") == "a");
    CHECK(line_of({}, "").empty());
}
