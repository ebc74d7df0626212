#include "base/time.hpp"
#include "catch.hpp"
#include "manifest/job_identity.hpp"
#include "watch/watching.hpp"

#include <fmt/format.h>

using cb::watch::Extent;
using Subjects = std::vector<std::string>;

namespace {

/// main with `count` commits, named by their numbers from 1.
void make_line(const TempRepository& temp, int count)
{
    std::string stream;
    for (int i = 1; i <= count; ++i) {
        stream +=
            fmt::format("commit refs/heads/main\ncommitter A <a@b> {} +0000\ndata <<E\n{}\nE\n\n",
                        1'700'000'000 + i,
                        i);
    }
    cb::replace_file(temp.beside("stream"), stream);
    temp.shell("git fast-import --quiet < ../stream");
}

cb::watch::WatchRequest whole_history(const TempRepository& temp)
{
    return request_for(temp.path(), {{}, Extent::history});
}

} // namespace

TEST_CASE("a due job carries what its commit says")
{
    TempRepository temp;
    const auto first = temp.commit("first");
    const auto second = temp.commit("second");
    auto request = request_for(temp.path());
    request.config = {.name = "fast",
                      .command = {"make", "bench"},
                      .options = {{{"run", {{"cpu", {"3"}}}}}},
                      .worker = "big"};
    request.attempt = 2;
    request.now = cb::Time{std::chrono::hours{24}};
    Watching watching;
    CHECK(watching.pass(request).due == 1);
    const auto& manifest = watching.emitted.at(0);
    CHECK(manifest.status() == cb::Status::ok);
    CHECK(manifest.config() == request.config);
    CHECK(manifest.job() == cb::job_identity(manifest.source(), request.config, 2));
    CHECK(manifest.work() == manifest.job());
    CHECK(manifest.attempt() == 2);
    CHECK(manifest.asked_at() == cb::parse_rfc3339("1970-01-02T00:00:00Z").value());
    cb::Source source;
    source.repo = "project";
    source.url = temp.path().native();
    source.commit = second;
    source.parents = {first};
    source.position = 2;
    source.branch = "main";
    source.author = "Ada Lovelace <ada@example.org>";
    source.authored_at = source.committed_at = cb::Open<cb::Time>::read("2023-11-14T22:15:20Z");
    source.subject = "second";
    CHECK(manifest.source() == source);
    CHECK(cb::Manifest::parse(manifest.to_json()).value().source() == source);
}

TEST_CASE("what is stored is not due, and what came since is")
{
    TempRepository temp;
    temp.commit("one");
    temp.commit("two");
    Watching watching;
    CHECK(watching.pass_and_store(whole_history(temp)).due == 2);
    auto result = watching.pass_and_store(whole_history(temp));
    CHECK(result.due == 0);
    CHECK(result.stored == 2);
    temp.commit("three");
    result = watching.pass_and_store(whole_history(temp));
    CHECK(watching.subjects() == Subjects{"three@main"});
    CHECK(result.stored == 2);
}

TEST_CASE("another configuration or attempt makes a stored commit due again")
{
    TempRepository temp;
    temp.commit("one");
    auto request = request_for(temp.path());
    Watching watching;
    watching.pass_and_store(request);
    request.attempt = 2;
    CHECK(watching.pass_and_store(request).due == 1);
    request.config.name = "fast";
    CHECK(watching.pass_and_store(request).due == 1);
    CHECK(watching.pass_and_store(request).due == 0);
}

TEST_CASE("a job that failed is due again by the rule, and is counted")
{
    TempRepository temp;
    temp.commit("one");
    temp.commit("two");
    auto request = whole_history(temp);
    Watching watching;
    watching.pass(request);
    const auto failed_at = cb::Time{std::chrono::hours{1000}};
    for (const auto& manifest : watching.emitted) {
        watching.failed.insert({manifest.job(),
                                {.work = manifest.job(),
                                 .status = cb::Status::failed,
                                 .fault = cb::Fault::commit,
                                 .reason = *manifest.source().subject,
                                 .tries = 1,
                                 .last_try = failed_at}});
    }
    request.now = failed_at + std::chrono::minutes{9};
    auto result = watching.pass(request);
    CHECK(result.due == 0);
    CHECK(result.stored == 2);
    CHECK(result.failed == 2);
    request.retry.at_once = cb::watch::RetryNow{"two"};
    result = watching.pass(request);
    CHECK(watching.subjects() == Subjects{"two@main"});
    CHECK(result.again == 1);
    CHECK(result.failed == 1);
    request.retry.at_once.reset();
    request.now = failed_at + std::chrono::minutes{10};
    const auto first = watching.failed.begin()->first;
    result = watching.pass(request);
    CHECK(result.again == 2);
    CHECK(std::any_of(watching.emitted.begin(),
                      watching.emitted.end(),
                      [&first](const cb::Manifest& job) { return job.job() == first; }));
}

TEST_CASE("one commit on two branches is one job")
{
    TempRepository temp;
    temp.commit("one");
    Watching watching;
    watching.pass_and_store(request_for(temp.path()));
    temp.git({"branch", "a-copy"});
    CHECK(watching.pass(request_for(temp.path(), {{"*"}, Extent::head})).due == 0);
    CHECK(watching.pass(request_for(temp.path(), {{"*"}, Extent::history})).due == 0);
}

TEST_CASE("the oldest come first when asked for, and the limit counts what is emitted")
{
    TempRepository temp;
    for (const auto* const subject : {"one", "two", "three", "four"}) {
        temp.commit(subject);
    }
    temp.git({"branch", "old", "main~2"});
    auto request = whole_history(temp);
    request.limit = 2;
    Watching watching;
    CHECK(watching.pass_and_store(request).due == 2);
    CHECK(watching.subjects() == Subjects{"four@main", "three@main"});
    request.order = cb::watch::Order::oldest_first;
    request.limit = 1;
    CHECK(watching.pass_and_store(request).due == 1);
    CHECK(watching.subjects() == Subjects{"one@main"});
    request.limit.reset();
    watching.pass(request);
    CHECK(watching.subjects() == Subjects{"two@main"});

    request = request_for(temp.path(), {{"*"}, Extent::head});
    request.order = cb::watch::Order::oldest_first;
    watching.stored.clear();
    watching.pass(request);
    CHECK(watching.subjects() == Subjects{"two@old", "four@main"});
    request.limit = 1;
    watching.pass(request);
    CHECK(watching.subjects() == Subjects{"two@old"});
    request.limit = 0;
    CHECK(watching.pass(request).due == 0);
}

TEST_CASE("the store is asked in batches")
{
    TempRepository temp;
    make_line(temp, 1234);
    Watching watching;
    const auto order = GENERATE(cb::watch::Order::newest_first, cb::watch::Order::oldest_first);
    auto request = whole_history(temp);
    request.order = order;
    CHECK(watching.pass_and_store(request).due == 1234);
    CHECK(watching.batches == std::vector<std::size_t>{500, 500, 234});
    CHECK(watching.subjects().front() ==
          (order == cb::watch::Order::newest_first ? "1234@main" : "1@main"));
    CHECK(watching.subjects().back() ==
          (order == cb::watch::Order::newest_first ? "1@main" : "1234@main"));
    CHECK(watching.stored.size() == 1234);
    CHECK(watching.pass(request).stored == 1234);

    watching.stored.clear();
    request.limit = 3;
    CHECK(watching.pass(request).due == 3);
}

TEST_CASE("what the store or the output throws ends the pass")
{
    TempRepository temp;
    temp.commit("one");
    KeptLog log;
    const auto request = request_for(temp.path());
    const auto nothing = [](std::span<const cb::JobId>) { return std::vector<cb::KnownJob>{}; };
    const auto gone = [](std::span<const cb::JobId>) -> std::vector<cb::KnownJob> {
        throw cb::Error{cb::Errc::unavailable, "the store is gone"};
    };
    const auto ignore = [](const cb::Manifest&) {};
    const auto closed = [](const cb::Manifest&) { throw cb::ClosedPipe{}; };
    CHECK_THROWS_WITH(cb::watch::watch({&request, 1}, {gone}, nullptr, ignore, log),
                      "the store is gone");
    CHECK_THROWS_AS(cb::watch::watch({&request, 1}, {nothing}, nullptr, closed, log),
                    cb::ClosedPipe);
}

TEST_CASE("an author and a subject that are not UTF-8 make a valid manifest")
{
    TempRepository temp;
    const auto tree = temp.store_object("tree", "");
    const auto commit = temp.store_object(
        "commit",
        fmt::format(
            "tree {}\nauthor J\xF6rg <j@x> 1 +0000\ncommitter J <j@x> 1 +0000\n\nFix \xFF\n",
            tree));
    temp.git({"update-ref", "refs/heads/main", commit});
    Watching watching;
    CHECK(watching.pass(request_for(temp.path())).due == 1);
    const auto manifest = cb::Manifest::parse(watching.emitted.at(0).to_json());
    REQUIRE(manifest);
    CHECK(manifest->source().author == "J\xEF\xBF\xBDrg <j@x>");
    CHECK(manifest->source().subject == "Fix \xEF\xBF\xBD");
    CHECK(manifest->source().committed_at == cb::parse_rfc3339("1970-01-01T00:00:01Z").value());
}
