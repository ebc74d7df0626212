#include "catch.hpp"
#include "git/repository.hpp"
#include "watch/pulls.hpp"
#include "watch/watching.hpp"

using namespace cb;
using cb::watch::PullSelection;

namespace {

/// main: one, two; a topic over one, which is pull request 7.
struct Pulled {
    TempRepository temp{};
    CommitId base = temp.commit("one");
    CommitId main = temp.commit("two");
    CommitId topic = commit_topic();
    Watching watching{};

    CommitId commit_topic()
    {
        temp.git({"checkout", "--quiet", "--detach", base.hex()});
        auto topic_commit = temp.commit("topic");
        temp.git({"update-ref", "refs/pull/7/head", "HEAD"});
        temp.git({"checkout", "--quiet", "main"});
        return topic_commit;
    }

    [[nodiscard]] net::ForgePull open(const CommitId& head, std::uint64_t number = 7) const
    {
        return {.number = number,
                .title = "A title",
                .author = "ada",
                .base = "main",
                .head = head,
                .base_commit = main,
                .head_repo = "o/app",
                .labels = {"bench me"},
                .origin = net::ForgePull::Origin::same_repository};
    }

    std::vector<watch::Candidate> select(const std::optional<std::vector<net::ForgePull>>& open,
                                         const PullSelection& selection = {})
    {
        return select_pulls(git::Repository::open(temp.path()), selection, open, watching.log);
    }
};

} // namespace

TEST_CASE("a pull request has the merge base of git, not the base of the forge")
{
    Pulled bed;
    const auto found = bed.select(std::vector{bed.open(bed.topic)});
    REQUIRE(found.size() == 1);
    CHECK(found[0].commit == bed.topic);
    CHECK(found[0].pull->base_commit == bed.base.hex());
    CHECK(found[0].pull->trusted);
    auto other = bed.open(bed.topic);
    other.base = "gone";
    CHECK(bed.select(std::vector{other})[0].pull->base_commit == bed.main.hex());
}

TEST_CASE("a head that was pushed after the fetch is left to the next pass")
{
    Pulled bed;
    const auto absent = CommitId::parse(std::string(40, 'f')).value();
    const auto found = bed.select(std::vector{bed.open(absent, 8), bed.open(bed.topic)});
    REQUIRE(found.size() == 1);
    CHECK(found[0].pull->number == 7);
}

TEST_CASE("labels select pull requests")
{
    Pulled bed;
    const auto label = GENERATE("bench*", "*me", "other", "Bench*");
    const bool matches = std::string_view{label} == "bench*" || std::string_view{label} == "*me";
    CHECK(bed.select(std::vector{bed.open(bed.topic)}, {.label_globs = {"x", label}}).size() ==
          (matches ? 1 : 0));
}

TEST_CASE("pull requests alone, or with branches, but only their heads")
{
    Pulled bed;
    const watch::BranchSelection pulls{.pulls = PullSelection{.trust = watch::Trust::all}};
    bed.watching.pass(request_for(bed.temp.path(), pulls));
    CHECK(bed.watching.subjects() == std::vector<std::string>{"topic@-"});
    auto all = pulls;
    all.globs = {"main"};
    all.extent = watch::Extent::history;
    bed.watching.pass(request_for(bed.temp.path(), all));
    CHECK(bed.watching.subjects() == std::vector<std::string>{"topic@-", "two@main", "one@main"});
}

TEST_CASE("a pull request of a selected branch is known, and an old one is not selected")
{
    Pulled bed;
    bed.temp.git({"branch", "topic", bed.topic.hex()});
    watch::BranchSelection selection{.globs = {"topic"},
                                     .pulls = PullSelection{.trust = watch::Trust::all}};
    bed.watching.pass(request_for(bed.temp.path(), selection));
    REQUIRE(bed.watching.emitted.size() == 1);
    CHECK(bed.watching.emitted[0].source().branch == "topic");
    CHECK(bed.watching.emitted[0].source().pull->number == 7);
    selection.globs.clear();
    auto request = request_for(bed.temp.path(), selection);
    request.since = now();
    bed.watching.pass(request);
    CHECK(bed.watching.emitted.empty());
}

TEST_CASE("where only the references are known, a merged one is passed over and nobody is trusted")
{
    Pulled bed;
    bed.temp.git({"update-ref", "refs/pull/5/head", bed.base.hex()});
    bed.temp.git({"update-ref", "refs/merge-requests/9/head", bed.topic.hex()});
    CHECK(bed.select(std::nullopt).empty());
    CHECK_THAT(bed.watching.log.warnings.at(0),
               CB_CONTAINS("2 of 2 pull requests are not trusted"));
    const auto found = bed.select(std::nullopt, {.untrusted = watch::Untrusted::emit});
    REQUIRE(found.size() == 2);
    CHECK(found[0].pull->number == 7);
    CHECK(found[0].pull->base == "main");
    CHECK(found[0].pull->base_commit == bed.base.hex());
    CHECK_FALSE(found[0].pull->trusted);
    CHECK_THROWS_WITH(bed.select(std::nullopt, {.label_globs = {"x"}}), CB_CONTAINS("--label"));
}
