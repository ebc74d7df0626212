#include "catch.hpp"
#include "simulated_history.hpp"

#include <set>

using namespace cb;
using namespace cb::verdict;

TEST_CASE("a commit that cannot be measured ends the confirmation")
{
    SimulatedHistory history{.culprit = 1, .broken = {1}, .random = stats::Random{1}};
    const auto done = find_difference(history);
    CHECK(done.state == Confirmation::State::broken);
    CHECK(done.broken_commit == 1);
    CHECK(done.broken_reason == "build_failed");
}

TEST_CASE("broken commits are stepped around")
{
    unsigned right = 0;
    const auto count = stats::simulations(100);
    for (unsigned seed = 0; seed < count; ++seed) {
        SimulatedHistory history{
            .culprit = 20, .broken = {7, 8, 24, 30, 31, 32}, .random = stats::Random{seed}};
        const auto found = find(history, 64);
        right += found.first == 20 && found.last == 20 ? 1U : 0U;
    }
    CHECK(right >= count * 95 / 100);
}

TEST_CASE("what broken commits hide is named together")
{
    // 18 to 20 are broken: any of them, or 21, may be the culprit.
    SimulatedHistory history{
        .culprit = 20, .step = 0.3, .broken = {18, 19, 20}, .random = stats::Random{1}};
    const auto found = find(history, 64);
    CHECK(found.state == Bisection::State::found);
    CHECK(found.first == 18);
    CHECK(found.last == 21);
    CHECK(found.probability >= 0.99);
    CHECK(!found.broken.empty());
}

TEST_CASE("a commit that breaks in its check is not one of several that changed the level")
{
    SimulatedHistory history{.culprit = 20, .step = 0.3, .noise = 0.01, .random = stats::Random{1}};
    const auto whole = find(history, 64);
    REQUIRE(whole.state == Bisection::State::found);
    REQUIRE(whole.first == 20);
    std::uint64_t searched = 0; // attempts of the commit before the check
    for (const auto& [trial, value] : history.runs) {
        searched += trial.first == 20 ? 1U : 0U;
    }
    constexpr std::uint64_t in_check = 4;
    REQUIRE(searched > in_check);
    SimulatedHistory breaking{.culprit = 20,
                              .step = 0.3,
                              .noise = 0.01,
                              .broken = {20},
                              .attempts_until_broken = searched - in_check,
                              .random = stats::Random{1}};
    const auto found = find(breaking, 64);
    CHECK(found.state == Bisection::State::unclear);
    CHECK(found.first == 20);
    CHECK(found.probability >= 0.99);
}

TEST_CASE("a commit that is broken when it is first checked is stepped around")
{
    // With this probability, the first of two commits is checked before anything is measured.
    SimulatedHistory history{.culprit = 2, .step = 0.3, .broken = {1}, .random = stats::Random{1}};
    const auto found = find(history, 2, {.probability = 0.5});
    CHECK(found.state == Bisection::State::found);
    CHECK(found.broken == std::set<std::size_t>{1});
    CHECK(found.first == 1);
    CHECK(found.last == 2);
    CHECK(history.runs.size() == 28);
}
