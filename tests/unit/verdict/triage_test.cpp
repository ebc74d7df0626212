#include "base/error.hpp"
#include "catch.hpp"
#include "verdict/triage.hpp"

using namespace cb;
using namespace cb::verdict;

using Kind = store::Annotation::Kind;

namespace {

Change make_change(std::size_t history, std::size_t commit, double change = 0.05)
{
    return {.history = history,
            .step = {.commit = commit,
                     .previous_commit = commit - 1,
                     .before = 1,
                     .after = 1 + change,
                     .change = change,
                     .interval = stats::Interval{change - 0.01, change + 0.01, 0.95},
                     .p_value = 1e-9,
                     .state = State::confirmed,
                     .raised_at = commit + 3},
            .meaning = Meaning::regression};
}

/// Commits c0 to c19, two series with the ids 1 and 2, and an alert of both at c10.
RepositoryChanges make_changes()
{
    RepositoryChanges changes{.repository = "r"};
    for (std::size_t i = 0; i < 20; ++i) {
        changes.commits.push_back({.hash = "c" + std::to_string(i),
                                   .parents = {},
                                   .position = i,
                                   .committed_at = {},
                                   .author = {},
                                   .subject = {}});
    }
    for (const std::int64_t id : {1, 2}) {
        changes.histories.push_back({.series = {.id = id,
                                                .benchmark = "b" + std::to_string(id),
                                                .test = "t",
                                                .metric = "time",
                                                .unit = "ms"},
                                     .setting = {}});
    }
    changes.alerts.push_back(
        {10, CommitAlert::Cause::commit, {make_change(0, 10), make_change(1, 11)}});
    return changes;
}

store::Annotation
make_annotation(Kind kind, std::optional<std::int64_t> series, const std::string& commit)
{
    return {.kind = kind, .series_id = series, .commit = commit, .by = "ada", .reason = "so"};
}

/// How many changes remain to be shown.
std::size_t count_open(RepositoryChanges changes, const std::vector<store::Annotation>& said)
{
    static_cast<void>(apply_triage(changes, said));
    remove_triaged(changes);
    std::size_t count = 0;
    for (const auto& alert : changes.alerts) {
        count += alert.changes.size();
    }
    return count;
}

} // namespace

TEST_CASE("what is decided is not shown, the rest is")
{
    CHECK(count_open(make_changes(), {}) == 2);
    CHECK(count_open(make_changes(), {make_annotation(Kind::acknowledged, 1, "c10")}) == 1);
    CHECK(count_open(make_changes(), {make_annotation(Kind::ignored, std::nullopt, "c10")}) == 0);
    CHECK(count_open(make_changes(), {make_annotation(Kind::expected, 1, "c8")}) == 1);
    CHECK(count_open(make_changes(), {make_annotation(Kind::expected, 1, "c7")}) == 2);
    CHECK(count_open(make_changes(), {make_annotation(Kind::note, 1, "c10")}) == 2);
    CHECK(count_open(make_changes(), {make_annotation(Kind::acknowledged, 1, "gone")}) == 2);
}

TEST_CASE("the latest decision counts")
{
    CHECK(count_open(make_changes(),
                     {make_annotation(Kind::acknowledged, 1, "c10"),
                      make_annotation(Kind::reopened, 1, "c10")}) == 2);
    CHECK(count_open(make_changes(),
                     {make_annotation(Kind::reopened, 1, "c10"),
                      make_annotation(Kind::acknowledged, 1, "c10")}) == 1);
}

TEST_CASE("a change moves to the commit to blame")
{
    auto changes = make_changes();
    auto move = make_annotation(Kind::moved, 1, "c10");
    move.target = "c5";
    CHECK(apply_triage(changes, std::vector{move}).empty());
    REQUIRE(changes.alerts.size() == 2);
    CHECK(changes.alerts[0].commit == 5);
    REQUIRE(changes.alerts[0].changes.size() == 1);
    CHECK(changes.alerts[0].changes[0].moved_from == 10U);
    CHECK(changes.alerts[0].changes[0].step.commit == 5);
    CHECK(changes.alerts[1].commit == 10);
    CHECK(changes.alerts[1].changes.size() == 1);
}

TEST_CASE("a commit's message expects a change of some size")
{
    const auto count_with = [](const std::string& trailer) {
        auto changes = make_changes();
        changes.commits[10].perf_expected = {trailer};
        return count_open(changes, {});
    };
    CHECK(count_with("b1 +5%") == 1);
    CHECK(count_with("b1 +4%") == 1); // within the interval
    CHECK(count_with("b1 +3%") == 2);
    CHECK(count_with("b1 -5%") == 2);
    CHECK(count_with("b1") == 1);
    CHECK(count_with("b* 10%") == 0);
    CHECK(count_with("b1/t") == 1);
    CHECK(count_with("other") == 2);
    auto changes = make_changes();
    changes.commits[10].perf_expected = {"b1"};
    CHECK(count_open(changes, {make_annotation(Kind::reopened, 1, "c10")}) == 2);
}

TEST_CASE("a trailer that cannot be understood is named")
{
    CHECK(parse_expected_change("parse +5%") == ExpectedChange{"parse", 0.05});
    CHECK(parse_expected_change(" a b  -12.5% ") == ExpectedChange{"a b", -0.125});
    CHECK(parse_expected_change("parse") == ExpectedChange{"parse", std::nullopt});
    for (const auto* const bad : {"", "+5%", "parse five%", "parse +-5%", "parse nan%"}) {
        CHECK_FALSE(parse_expected_change(bad).has_value());
    }
    auto changes = make_changes();
    changes.commits[3].perf_expected = {"+5%"};
    REQUIRE(apply_triage(changes, {}).size() == 1);
    CHECK(apply_triage(changes, {})[0].starts_with("commit c3: "));
}

TEST_CASE("a decision has an annotation per series, and none twice")
{
    auto changes = make_changes();
    const Decision decision{.kind = Kind::acknowledged, .by = "ada", .reason = "so"};
    const auto said = decide(changes, "c10", {}, decision);
    REQUIRE(said.size() == 2);
    CHECK(said[0].series_id == 1);
    CHECK(said[0].commit == "c10");
    CHECK(said[1].series_id == 2);
    CHECK(said[1].commit == "c11");
    CHECK(decide(changes, "c11", {}, decision).size() == 2); // by the commit of a change
    CHECK(decide(changes, "c10", {.benchmark = "b2"}, decision).size() == 1);
    CHECK_THROWS_AS(decide(changes, "c10", {.benchmark = "b3"}, decision), Error);
    CHECK_THROWS_AS(decide(changes, "c4", {}, decision), Error);
    static_cast<void>(apply_triage(changes, said));
    CHECK(decide(changes, "c10", {}, decision).empty());
}
