#include "catch.hpp"
#include "verdict/changes.hpp"

#include <limits>

using namespace cb;
using namespace cb::verdict;

using Cause = CommitAlert::Cause;

namespace {

constexpr std::size_t commits = 40;

std::vector<store::CommitInfo> make_commits()
{
    std::vector<store::CommitInfo> all;
    for (std::size_t i = 0; i < commits; ++i) {
        all.push_back({.hash = "c" + std::to_string(i),
                       .parents = {},
                       .position = i,
                       .committed_at = Time{std::chrono::hours{24 * i}},
                       .author = {},
                       .subject = {}});
    }
    return all;
}

/// A level that rises at `step`, within 1 %.
History make_history(const std::string& test, const std::string& worker, std::size_t step)
{
    History history{{.series = {.benchmark = "b",
                                .test = test,
                                .metric = "time",
                                .unit = "ms",
                                .direction = Direction::lower},
                     .setting = {.worker = worker, .host_key = {}, .config = {}}},
                    {}};
    for (std::size_t i = 0; i < commits; ++i) {
        const double noise = static_cast<double>(i * 7919 % 211) / 211 - 0.5;
        history.values.push_back({i, (i < step ? 10 : 11) * (1 + 0.02 * noise)});
    }
    return history;
}

RepositoryChanges find(std::vector<History> histories)
{
    ChangeFinder finder{"r", std::nullopt, make_commits()};
    for (auto& each : histories) {
        finder.add(std::move(each));
    }
    return finder.finish();
}

} // namespace

TEST_CASE("an alert has the changes of its commit, the largest effect first")
{
    auto larger = make_history("z", "w1", 20);
    for (auto& each : larger.values) {
        each.value *= each.commit < 20 ? 1 : 1.2;
    }
    const auto found =
        find({make_history("a", "w1", 20), larger, make_history("m", "w1", commits)});
    REQUIRE(found.alerts.size() == 1);
    CHECK(found.alerts[0].commit == 20);
    CHECK(found.alerts[0].cause == Cause::commit);
    REQUIRE(found.alerts[0].changes.size() == 2);
    CHECK(found.histories[found.alerts[0].changes[0].history].series.test == "z");
    CHECK(found.alerts[0].changes[0].meaning == Meaning::regression);
}

TEST_CASE("workers have their own histories and share an alert")
{
    auto slow = make_history("a", "w2", 21);
    for (auto& each : slow.values) {
        each.value *= 3;
    }
    const auto found = find({make_history("a", "w1", 20), slow});
    CHECK(found.histories.size() == 2);
    REQUIRE(found.alerts.size() == 1);
    CHECK(found.alerts[0].changes.size() == 2);
}

TEST_CASE("what all series of one machine share is the machine's, unless another one shows it")
{
    std::vector<History> histories;
    for (const auto* const test : {"a", "b", "c", "d", "e"}) {
        histories.push_back(make_history(test, "w1", 20));
    }
    REQUIRE(find(histories).alerts.size() == 1);
    CHECK(find(histories).alerts[0].cause == Cause::machine);
    for (const auto* const test : {"a", "b", "c", "d", "e"}) {
        histories.push_back(make_history(test, "w2", 20));
    }
    REQUIRE(find(histories).alerts.size() == 1);
    CHECK(find(histories).alerts[0].cause == Cause::commit);
}

TEST_CASE("values that say nothing give no change")
{
    auto single = make_history("a", "w1", commits);
    single.values.resize(1);
    auto equal = make_history("b", "w1", commits);
    auto wrong = make_history("c", "w1", commits);
    for (std::size_t i = 0; i < commits; ++i) {
        equal.values[i].value = 4;
        wrong.values[i].value = std::numeric_limits<double>::quiet_NaN();
    }
    const auto found = find({single, equal, wrong});
    CHECK(found.alerts.empty());
    CHECK(found.histories.size() == 2);
    CHECK(found.too_short == 1);
    CHECK(found.not_finite == commits);
}

TEST_CASE("a metric that cannot vary changes with each value, unless jobs of a commit differ")
{
    auto size = make_history("a", "w1", commits);
    size.name.series.metric = "instructions";
    size.name.series.unit = "";
    for (auto& each : size.values) {
        each.value = each.commit < 30 ? 1'000'000 : 1'000'001;
    }
    REQUIRE(find({size}).alerts.size() == 1);
    CHECK(find({size}).alerts[0].commit == 30);
    for (auto& each : size.values) {
        each.value = 1e6 + static_cast<double>(each.commit * 7919 % 211);
    }
    CHECK_FALSE(find({size}).alerts.empty());
    size.values.insert(size.values.begin(), {0, 1'000'002});
    CHECK(find({size}).alerts.empty());
}

TEST_CASE("alerts are selected by range, time, commit and state")
{
    const auto all = find({make_history("a", "w1", 12), make_history("b", "w1", 30)});
    REQUIRE(all.alerts.size() == 2);
    const auto count = [&all](const AlertFilter& filter) {
        auto changes = all;
        static_cast<void>(keep_alerts(changes, filter));
        return changes.alerts.size();
    };
    CHECK(count({}) == 2);
    CHECK(count({.first = "c12"}) == 1);
    CHECK(count({.first = "c11"}) == 2);
    CHECK(count({.last = "c29"}) == 1);
    CHECK(count({.last = "c30"}) == 2);
    CHECK(count({.since = Time{std::chrono::hours{24 * 13}}}) == 1);
    CHECK(count({.commit = "c30"}) == 1);
    CHECK(count({.commit = "c20"}) == 0);
    CHECK(count({.states = {State::bimodal}}) == 0);
    auto changes = all;
    CHECK(keep_alerts(changes, {.first = "c39"}) == 0);
}
