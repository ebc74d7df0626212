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

TEST_CASE("an exact change that was undone and made again is confirmed once it lasts")
{
    std::vector<double> values(20, 5);
    values.insert(values.end(), 4, 6);
    values.insert(values.end(), 4, 5);
    values.insert(values.end(), 39, 6);
    const auto soon = replay(values);
    REQUIRE(soon.steps().size() == 1);
    CHECK(soon.steps()[0].state == State::bimodal);
    values.push_back(6);
    const auto later = replay(values);
    REQUIRE(later.steps().size() == 2);
    CHECK(later.steps()[0].state == State::went_away);
    const auto& step = later.steps()[1];
    CHECK(step.state == State::confirmed);
    CHECK(step.previous_commit == 27);
    CHECK(step.commit == 28);
    CHECK(step.raised_at == 67);
    CHECK(step.after == 6);

    // What follows later is judged for itself.
    values.push_back(5);
    const auto improved = replay(values);
    REQUIRE(improved.steps().size() == 3);
    CHECK(improved.steps()[1].state == State::confirmed);
    CHECK(improved.steps()[2].state == State::confirmed);
    CHECK(improved.steps()[2].after == 5);
}

TEST_CASE("an exact change that was undone at last closes itself")
{
    std::vector<double> values(20, 5);
    for (const double level : {6, 5, 6}) {
        values.insert(values.end(), 4, level);
    }
    values.insert(values.end(), 300, 5);
    const auto found = replay(values);
    REQUIRE(found.steps().size() == 1);
    CHECK(found.steps()[0].state == State::went_away);
}

TEST_CASE("an exact change that lasted stays confirmed if it is undone for a while")
{
    std::vector<double> values(20, 5);
    values.insert(values.end(), 20, 6);
    values.insert(values.end(), 4, 5);
    values.insert(values.end(), 200, 6);
    const auto found = replay(values);
    REQUIRE(found.steps().size() == 2);
    CHECK(found.steps()[0].state == State::confirmed);
    CHECK(found.steps()[0].commit == 20);
    CHECK(found.steps()[1].state == State::went_away);
}

TEST_CASE("an exact metric that switches often has two values however long it stays")
{
    std::vector<double> values(20, 5);
    for (const double level : {6, 5, 6, 5, 6}) {
        values.insert(values.end(), 10, level);
    }
    values.insert(values.end(), 150, 6);
    const auto found = replay(values);
    CHECK(found.steps().size() == 1);
    CHECK(found.steps()[0].state == State::bimodal);
}

TEST_CASE("an exact value that is no number is refused")
{
    ChangeDetector detector{Movement::exact};
    const std::vector<double> bad{std::nan("")};
    CHECK_THROWS_AS(detector.add(bad), Error);
}
