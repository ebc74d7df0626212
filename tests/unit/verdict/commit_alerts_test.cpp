#include "base/error.hpp"
#include "catch.hpp"
#include "verdict/commit_alerts.hpp"

using namespace cb;
using namespace cb::verdict;

using Cause = CommitAlert::Cause;

namespace {

SeriesStep make_step(std::size_t series, std::size_t commit, double p_value, double after = 2)
{
    return {series,
            {.commit = commit,
             .previous_commit = commit - 1,
             .before = 1,
             .after = after,
             .change = after - 1,
             .interval = std::nullopt,
             .p_value = p_value,
             .state = State::confirmed,
             .raised_at = commit + 3}};
}

} // namespace

TEST_CASE("a commit has one alert, with its series below it")
{
    const std::vector<SeriesStep> steps{make_step(1, 52, 1e-6),
                                        make_step(2, 50, 1e-9),
                                        make_step(3, 90, 1e-7),
                                        make_step(1, 20, 1e-8)};
    const auto alerts = group_by_commit(steps, 40);
    REQUIRE(alerts.size() == 3);
    CHECK(alerts[0].commit == 20);
    CHECK(alerts[1].commit == 50); // that of the most certain step
    REQUIRE(alerts[1].steps.size() == 2);
    CHECK(alerts[1].steps[0].series == 2);
    CHECK(alerts[1].steps[1].series == 1);
    CHECK(alerts[2].commit == 90);
    CHECK(alerts[1].cause == Cause::commit);
}

TEST_CASE("among many series a weak step is none")
{
    const std::vector<SeriesStep> one{make_step(1, 50, 1e-3)};
    CHECK(group_by_commit(one, 10).size() == 1);
    CHECK(group_by_commit(one, 1000).empty());
    auto many = one;
    for (std::size_t i = 2; i < 40; ++i) {
        many.push_back(make_step(i, 50, 1e-6));
    }
    const auto alerts = group_by_commit(many, 1000);
    REQUIRE(alerts.size() == 1);
    CHECK(alerts[0].steps.size() == 39); // among so many others it is accepted
}

TEST_CASE("what half of all series share is the machine's")
{
    std::vector<SeriesStep> steps;
    for (std::size_t i = 0; i < 6; ++i) {
        steps.push_back(make_step(i, 50 + i % 3, 1e-9));
    }
    REQUIRE(group_by_commit(steps, 12).size() == 1);
    CHECK(group_by_commit(steps, 12)[0].cause == Cause::machine);
    CHECK(group_by_commit(steps, 13)[0].cause == Cause::commit);
    for (std::size_t i = 0; i < 3; ++i) {
        steps[i].step.after = 0.5; // the opposite direction
    }
    CHECK(group_by_commit(steps, 12)[0].cause == Cause::commit);
}

TEST_CASE("only open steps make alerts")
{
    auto step = make_step(1, 50, 1e-9);
    step.step.state = GENERATE(State::went_away, State::bimodal, State::drifting);
    CHECK(group_by_commit(std::vector{step}, 10).empty());
    CHECK(group_by_commit({}, 0).empty());
}

TEST_CASE("more steps than series are refused")
{
    const std::vector<SeriesStep> steps{make_step(1, 50, 1e-9), make_step(2, 50, 1e-9)};
    CHECK_THROWS_AS(group_by_commit(steps, 1), Error);
}

TEST_CASE("the direction says what a step means")
{
    const auto up = make_step(1, 5, 0, 2).step;
    const auto down = make_step(1, 5, 0, 0.5).step;
    CHECK(meaning_of(up, Direction::lower) == Meaning::regression);
    CHECK(meaning_of(down, Direction::lower) == Meaning::improvement);
    CHECK(meaning_of(up, Direction::higher) == Meaning::improvement);
    CHECK(meaning_of(down, Direction::higher) == Meaning::regression);
    CHECK(meaning_of(up, Direction::unknown) == Meaning::change);
}

TEST_CASE("a job whose series all moved is shifted")
{
    std::vector<Residual> series(20, {0.05, 0.01});
    REQUIRE(find_job_shift(series).has_value());
    CHECK(find_job_shift(series)->moved == Approx(0.05));
    CHECK(find_job_shift(series)->share == 1);
    for (std::size_t i = 0; i < 8; ++i) {
        series[i].moved = -0.05;
    }
    CHECK_FALSE(find_job_shift(series).has_value()); // three in five are not enough
    CHECK_FALSE(find_job_shift(std::vector<Residual>(20, {0.005, 0.01})).has_value());
    CHECK_FALSE(find_job_shift(std::vector<Residual>(4, {0.5, 0.01})).has_value());
}
