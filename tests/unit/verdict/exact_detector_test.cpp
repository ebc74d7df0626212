#include "base/error.hpp"
#include "catch.hpp"
#include "verdict/change_detector.hpp"

#include <cmath>
#include <vector>

using namespace cb;
using namespace cb::verdict;

namespace {

ChangeDetector replay(const std::vector<double>& values)
{
    ChangeDetector detector{Movement::exact};
    for (const double value : values) {
        detector.add({&value, 1});
    }
    return detector;
}

} // namespace

TEST_CASE("an exact metric alerts at any change, at once")
{
    ChangeDetector detector{Movement::exact};
    const std::vector<double> first{100};
    const std::vector<double> second{101};
    CHECK(detector.add(first).empty());
    CHECK(detector.add({}).empty());
    const auto news = detector.add(second);
    REQUIRE(news.size() == 1);
    const auto& step = detector.steps()[news[0]];
    CHECK(step.state == State::confirmed);
    CHECK(step.previous_commit == 0);
    CHECK(step.commit == 2);
    CHECK(step.before == 100);
    CHECK(step.after == 101);
    CHECK(step.change == Approx(0.01));
    CHECK(step.p_value == 0);
    CHECK_FALSE(replay({0, 5}).steps()[0].change.has_value());
}

TEST_CASE("an exact change that is undone within 12 commits closes itself")
{
    const auto undone = replay({5, 5, 6, 6, 5, 5});
    REQUIRE(undone.steps().size() == 1);
    CHECK(undone.steps()[0].state == State::went_away);
    const auto later = replay({5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5});
    REQUIRE(later.steps().size() == 2);
    CHECK(later.steps()[0].state == State::confirmed);
}

TEST_CASE("an exact metric with two values is said once")
{
    const auto found = replay({5, 6, 5, 6, 5, 6, 6, 5, 7});
    REQUIRE(found.steps().size() >= 2);
    std::size_t bimodal = 0;
    for (const auto& step : found.steps()) {
        bimodal += step.state == State::bimodal ? 1U : 0U;
    }
    CHECK(bimodal == 1);
    CHECK(found.steps().back().after == 7);
    CHECK(found.steps().back().state == State::confirmed);
}

TEST_CASE("an exact value that is no number is refused")
{
    ChangeDetector detector{Movement::exact};
    const std::vector<double> bad{std::nan("")};
    CHECK_THROWS_AS(detector.add(bad), Error);
}
