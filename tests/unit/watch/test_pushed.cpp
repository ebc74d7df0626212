#include "catch.hpp"
#include "watch/pushed.hpp"
#include "watch/watching.hpp"

using cb::watch::Extent;
using Subjects = std::vector<std::string>;

namespace {

cb::watch::WatchRequest pushed_to(const TempRepository& temp, std::vector<std::string> globs = {})
{
    return request_for(temp.path(), {std::move(globs), Extent::pushed});
}

} // namespace

TEST_CASE("every commit that was pushed since the last stored one is due")
{
    TempRepository temp;
    temp.commit("old");
    const auto stored = temp.commit("stored");
    Watching watching;
    CHECK(watching.pass_and_store(pushed_to(temp)).due == 1); // the branch is new: only its head
    CHECK(watching.subjects() == Subjects{"stored@main"});
    temp.commit("one");
    temp.commit("two");
    temp.commit("three");
    CHECK(watching.pass_and_store(pushed_to(temp)).due == 3);
    CHECK(watching.subjects() == Subjects{"three@main", "two@main", "one@main"});
    CHECK(watching.pass(pushed_to(temp)).due == 0);
}

TEST_CASE("what a merge brought is not on the line of a branch")
{
    TempRepository temp;
    temp.commit("base");
    Watching watching;
    watching.pass_and_store(pushed_to(temp));
    temp.shell("git checkout -q -b topic");
    temp.commit("of the topic");
    temp.shell("git checkout -q main");
    temp.commit("on main");
    temp.shell("git merge -q --no-ff -m merge topic");
    CHECK(watching.pass_and_store(pushed_to(temp)).due == 2);
    CHECK(watching.subjects() == Subjects{"merge@main", "on main@main"});
    // Two branches share what both have, and stop at the same commit.
    CHECK(watching.pass(pushed_to(temp, {"*"})).due == 1);
    CHECK(watching.subjects() == Subjects{"of the topic@topic"});
}

TEST_CASE("a failed head is asked about again, and its parents are not")
{
    TempRepository temp;
    temp.commit("old");
    const auto head = temp.commit("head");
    Watching watching;
    watching.pass(pushed_to(temp));
    const auto job = watching.emitted.at(0).job();
    watching.failed.emplace(job,
                            cb::KnownJob{.work = job,
                                         .status = cb::Status::failed,
                                         .fault = cb::Fault::machine,
                                         .tries = 1,
                                         .last_try = cb::Time{}});
    auto request = pushed_to(temp);
    request.now = cb::Time{std::chrono::hours{1}};
    CHECK(watching.pass(request).again == 1);
    CHECK(watching.subjects() == Subjects{"head@main"});
}

TEST_CASE("a stored commit is looked for in the last thousand")
{
    TempRepository temp;
    std::string stream;
    for (std::size_t i = 0; i < cb::watch::max_pushed + 20; ++i) {
        stream += "commit refs/heads/main\ncommitter A <a@b> " + std::to_string(1'700'000'000 + i) +
                  " +0000\ndata <<E\n" + std::to_string(i) + "\nE\n\n";
    }
    cb::replace_file(temp.beside("stream"), stream);
    temp.shell("git fast-import --quiet < ../stream");
    const auto repository = cb::git::Repository::open(temp.path());
    const cb::watch::Candidate head{.commit = repository.resolve("main"), .branch = "main"};
    const auto store_only = [&](const std::string& revision) {
        return
            [commit = repository.resolve(revision)](std::span<const cb::watch::Candidate> asked) {
                std::vector<bool> stored;
                for (const auto& candidate : asked) {
                    stored.push_back(candidate.commit == commit);
                }
                return stored;
            };
    };
    using cb::watch::list_pushed;
    CHECK(list_pushed(repository, head, store_only("main")).empty());
    CHECK(list_pushed(repository, head, store_only("main~1")).size() == 1);
    CHECK(list_pushed(repository, head, store_only("main~50")).size() == 50);
    CHECK(list_pushed(repository, head, store_only("main~999")).size() == 999);
    CHECK(list_pushed(repository, head, store_only("main~1000")).size() == 1);
}
