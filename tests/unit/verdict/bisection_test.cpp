#include "base/error.hpp"
#include "catch.hpp"
#include "simulated_history.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

using namespace cb;
using namespace cb::verdict;

TEST_CASE("a step of twice the noise is found among 64 commits")
{
    unsigned right = 0;
    std::size_t runs = 0;
    std::size_t max_runs = 0;
    const auto count = stats::simulations(100);
    for (unsigned seed = 0; seed < count; ++seed) {
        SimulatedHistory history{.culprit = 1 + seed * 7 % 64, .random = stats::Random{seed}};
        const auto found = find(history, 64);
        right += found.state == Bisection::State::found && found.first == history.culprit &&
                         found.last == history.culprit
                     ? 1U
                     : 0U;
        runs += history.runs.size();
        max_runs = std::max(max_runs, history.runs.size());
    }
    INFO(right << " of " << count << ", " << runs / count << " runs, at most " << max_runs);
    CHECK(right >= count * 98 / 100);
    CHECK(runs / count < 170);
}

TEST_CASE("one commit is found whatever the noise, and its own change is measured")
{
    const auto count = stats::simulations(50);
    for (const auto& [noise, max_mean_runs] :
         std::vector<std::pair<double, std::size_t>>{{0.01, 85}, {0.02, 90}, {0.03, 105}}) {
        unsigned right = 0;
        std::size_t runs = 0;
        for (unsigned seed = 0; seed < count; ++seed) {
            SimulatedHistory history{.culprit = 1 + seed * 7 % 31,
                                     .step = 0.12,
                                     .noise = noise,
                                     .random = stats::Random{seed}};
            const auto found = find(history, 31);
            runs += history.runs.size();
            right += found.state == Bisection::State::found && found.first == history.culprit &&
                             found.last == history.culprit && found.change &&
                             std::abs(found.change->estimate - std::log(1.12)) < 2 * noise
                         ? 1U
                         : 0U;
        }
        INFO(noise << ": " << right << " of " << count << ", " << runs / count << " runs");
        CHECK(right >= count * 96 / 100);
        CHECK(runs / count <= max_mean_runs);
    }
}

TEST_CASE("two commits that share the change are not taken for one")
{
    const auto count = stats::simulations(50);
    for (const double noise : {0.01, 0.02, 0.03}) {
        unsigned several = 0;
        unsigned wrong = 0;
        std::size_t runs = 0;
        for (unsigned seed = 0; seed < count; ++seed) {
            SimulatedHistory history{.culprit = 10,
                                     .step = 0.1,
                                     .noise = noise,
                                     .second_culprit = 20,
                                     .random = stats::Random{seed}};
            const auto found = find(history, 31);
            runs += history.runs.size();
            const bool is_named = found.state == Bisection::State::found;
            wrong += is_named && found.first != 10 && found.first != 20 ? 1U : 0U;
            several += found.state == Bisection::State::several_commits && found.first <= 10 &&
                               found.last >= 20
                           ? 1U
                           : 0U;
        }
        INFO(noise << ": " << several << " of " << count << ", " << wrong << " wrong, "
                   << runs / count << " runs");
        CHECK(wrong == 0);
        CHECK(several >= count * 95 / 100);
        CHECK(runs / count <= 100);
    }
}

TEST_CASE("what was measured between the levels is told")
{
    SimulatedHistory history{.culprit = 10,
                             .step = 0.1,
                             .noise = 0.01,
                             .second_culprit = 20,
                             .random = stats::Random{1}};
    const auto found = find(history, 31);
    REQUIRE(found.state == Bisection::State::several_commits);
    CHECK(!found.change);
    CHECK(found.probability >= 0.95);
    REQUIRE(found.levels.size() >= 3);
    CHECK(found.levels.front().commit == found.first - 1);
    CHECK(found.levels.back().commit == found.last);
    for (const auto& level : found.levels) {
        const double value = 1 + (level.commit >= 10 ? 0.1 : 0) + (level.commit >= 20 ? 0.1 : 0);
        CHECK(std::abs(level.log_ratio - std::log(value)) < 0.03);
    }
}

TEST_CASE("a drift of the history is no single commit")
{
    const auto count = stats::simulations(50);
    for (const double noise : {0.01, 0.02, 0.03}) {
        unsigned named = 0;
        unsigned several = 0;
        for (unsigned seed = 0; seed < count; ++seed) {
            SimulatedHistory history{.culprit = 99,
                                     .noise = noise,
                                     .drift_per_commit = 0.006,
                                     .random = stats::Random{seed}};
            const auto found = find(history, 31);
            named += found.state == Bisection::State::found ? 1U : 0U;
            several += found.state == Bisection::State::several_commits ? 1U : 0U;
        }
        INFO(noise << ": " << named << " named, " << several << " several, of " << count);
        CHECK(named == 0);
        CHECK(several >= count * 95 / 100);
    }
}

TEST_CASE("two neighbours that share the change are never one that changed all")
{
    const auto count = stats::simulations(50);
    for (unsigned seed = 0; seed < count; ++seed) {
        SimulatedHistory history{.culprit = 10,
                                 .step = 0.06,
                                 .noise = 0.01,
                                 .second_culprit = 11,
                                 .random = stats::Random{seed}};
        const auto found = find(history, 31);
        CHECK((found.state != Bisection::State::found || found.first == 10 || found.first == 11));
        CHECK((found.state != Bisection::State::several_commits ||
               (found.first <= 10 && found.last >= 11)));
    }
}

TEST_CASE("pairs find a difference, and that there is none")
{
    unsigned false_alarms = 0;
    unsigned found = 0;
    unsigned same = 0;
    const auto count = stats::simulations(200);
    for (unsigned seed = 0; seed < count; ++seed) {
        SimulatedHistory alike{.culprit = 2, .noise = 0.01, .random = stats::Random{seed}};
        const auto of_alike = find_difference(alike);
        false_alarms += of_alike.state == Confirmation::State::different ? 1U : 0U;
        same += of_alike.state == Confirmation::State::same ? 1U : 0U;
        SimulatedHistory slower{.culprit = 1, .step = 0.04, .random = stats::Random{seed}};
        found += find_difference(slower).state == Confirmation::State::different ? 1U : 0U;
    }
    INFO(false_alarms << " false, " << same << " same, " << found << " found of " << count);
    CHECK(false_alarms <= count * 2 / 100);
    CHECK(same >= count * 95 / 100);
    CHECK(found >= count * 95 / 100);
}

TEST_CASE("a clear difference needs ten pairs, interleaved")
{
    SimulatedHistory history{.culprit = 1, .step = 0.5, .random = stats::Random{1}};
    const LookUp look_up = [&](const Trial& trial) { return history.look_up(trial); };
    const auto asked = confirm({}, 0, 1, 1, look_up);
    REQUIRE(asked.due.size() == 20);
    double balance = 0; // of the positions of both
    for (std::size_t i = 0; i < asked.due.size(); ++i) {
        balance += static_cast<double>(i) * (asked.due[i].commit == 0 ? 1 : -1);
    }
    CHECK(balance == 0);
    // Asked twice at once, it requests the same; after a part, the rest in the same order.
    CHECK(confirm({}, 0, 1, 1, look_up).due == asked.due);
    for (std::size_t i = 0; i < 7; ++i) {
        history.measure(asked.due[i]);
    }
    CHECK(confirm({}, 0, 1, 1, look_up).due ==
          std::vector<Trial>{asked.due.begin() + 7, asked.due.end()});
    const auto done = find_difference(history);
    CHECK(done.state == Confirmation::State::different);
    CHECK(done.pairs == 10);
    CHECK(history.runs.size() == 20);
    CHECK(done.spent_s == 20);
}

TEST_CASE("time ends both, between rounds")
{
    ConfirmationRule rule;
    rule.max_time = std::chrono::seconds{15};
    SimulatedHistory history{.culprit = 1, .step = 0.02, .random = stats::Random{1}};
    const auto pairs = find_difference(history, rule);
    CHECK(pairs.state == Confirmation::State::out_of_time);
    CHECK(pairs.pairs == 10);
    SimulatedHistory other{.culprit = 20, .step = 0.5, .random = stats::Random{1}};
    const auto search = find(other, 64, {.max_time = std::chrono::seconds{25}});
    CHECK(search.state == Bisection::State::out_of_time);
    CHECK(search.runs == 28);
    CHECK(search.probability < 0.99);
}

TEST_CASE("values without a relative change are rejected")
{
    const LookUp zero = [](const Trial&) { return Measured{0, 1}; };
    CHECK_THROWS_AS(confirm({}, 0, 1, 1, zero), Error);
    CHECK_THROWS_AS(bisect({}, 4, 1, zero), Error);
    CHECK_THROWS_AS(bisect({}, 0, 1, zero), Error);
    CHECK_THROWS_AS(bisect({.probability = 0.999}, 4, 1, zero), Error);
}

TEST_CASE("constant values that differ are found")
{
    SimulatedHistory history{.culprit = 5, .noise = 0, .random = stats::Random{1}};
    const auto found = find(history, 9);
    CHECK(found.state == Bisection::State::found);
    CHECK(found.first == 5);
    CHECK(found.last == 5);
}

TEST_CASE("ends that are alike have nothing to find")
{
    SimulatedHistory history{.culprit = 65, .noise = 0.01, .random = stats::Random{1}};
    const auto found = find(history, 64);
    CHECK(found.state == Bisection::State::ends_alike);
    CHECK(found.ends.state == Confirmation::State::same);
    SimulatedHistory broken{.culprit = 20, .broken = {0}, .random = stats::Random{1}};
    const auto unknown = find(broken, 64);
    CHECK(unknown.state == Bisection::State::end_broken);
    CHECK(unknown.ends.broken_commit == 0);
}

TEST_CASE("a single commit is named if the ends differ")
{
    SimulatedHistory history{.culprit = 1, .step = 0.5, .random = stats::Random{1}};
    const auto found = find(history, 1);
    CHECK(found.state == Bisection::State::found);
    CHECK(found.first == 1);
    CHECK(history.runs.size() == 20);
}

TEST_CASE("a machine that drifts does not mislead")
{
    unsigned right = 0;
    const auto count = stats::simulations(100);
    for (unsigned seed = 0; seed < count; ++seed) {
        // as much as the step within a hundred runs
        SimulatedHistory history{.culprit = 1 + seed * 7 % 64,
                                 .step = 0.1,
                                 .noise = 0.01,
                                 .drift_per_run = 0.001,
                                 .random = stats::Random{seed}};
        const auto found = find(history, 64);
        right += found.first == history.culprit && found.last == history.culprit ? 1U : 0U;
    }
    INFO(right << " of " << count);
    CHECK(right >= count * 95 / 100);
}

TEST_CASE("a load that comes and goes does not mislead")
{
    unsigned right = 0;
    unsigned wrong = 0;
    std::size_t runs = 0;
    const auto count = stats::simulations(100);
    for (unsigned seed = 0; seed < count; ++seed) {
        SimulatedHistory history{.culprit = 1 + seed * 7 % 64,
                                 .step = 0.1,
                                 .noise = 0.01,
                                 .runs_per_load = 17,
                                 .random = stats::Random{seed}};
        const auto found = find(history, 64);
        const bool is_right = found.first == history.culprit && found.last == history.culprit;
        right += is_right ? 1U : 0U;
        wrong += found.state == Bisection::State::found && !is_right ? 1U : 0U;
        runs += history.runs.size();
    }
    INFO(right << " right, " << wrong << " wrong of " << count << ", " << runs / count << " runs");
    CHECK(right >= count * 95 / 100);
    CHECK(wrong <= count * 2 / 100);
}
