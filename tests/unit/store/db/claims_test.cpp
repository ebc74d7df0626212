#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "store/claims.hpp"
#include "store/queries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <thread>

// Which pass works on what, on both databases.
namespace cb::store {

namespace {

ClaimableJob job(const std::string& work, const std::string& repository = "acme/x")
{
    return {.work = JobId::parse(work).value(),
            .repository = repository,
            .commit = commit_of('1'),
            .config = "default"};
}

Claimant claimant(const std::string& pass, Duration lease = std::chrono::minutes{15})
{
    return {.pass = pass, .worker = "w-" + pass, .holder = "held by " + pass, .lease = lease};
}

const auto nobody_is_gone = [](std::string_view) { return false; };

std::vector<std::string> passes(Claims& claims)
{
    std::vector<std::string> all;
    for (const auto& claim : claims.list()) {
        all.push_back(claim.work + " " + claim.pass);
    }
    std::sort(all.begin(), all.end());
    return all;
}

Texts sorted(Texts texts)
{
    std::sort(texts.begin(), texts.end());
    return texts;
}

} // namespace

TEST_CASE("a job is claimed by one pass")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto claims = open_claims(database.target(), db::Access::write);
    const std::vector both{job("a"), job("b")};
    const std::vector second{job("b"), job("c"), job("a", "acme/y")};
    CHECK(sorted(claims.take(both, claimant("p"), nobody_is_gone)) == Texts{"a", "b"});
    CHECK(sorted(claims.held(both, "q", nobody_is_gone)) == Texts{"a", "b"});
    CHECK(claims.held(both, "p", nobody_is_gone).empty());
    CHECK(sorted(claims.take(second, claimant("q"), nobody_is_gone)) == Texts{"a", "c"});
    CHECK(passes(claims) == Texts{"a p", "a q", "b p", "c q"});
    claims.release(second, "p");
    CHECK(passes(claims) == Texts{"a p", "a q", "c q"});
    CHECK(claims.release("q") == 2);
    CHECK(claims.release_worker("w-q") == 0);
    CHECK(claims.release_worker("w-p") == 1);
    CHECK(claims.list().empty());
}

TEST_CASE("a claim ends with its processes and with its lease")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto claims = open_claims(database.target(), db::Access::write);
    const std::vector jobs{job("a")};
    REQUIRE(claims.take(jobs, claimant("p"), nobody_is_gone).size() == 1);
    const auto p_is_gone = [](std::string_view holder) { return holder == "held by p"; };
    CHECK(claims.held(jobs, "q", p_is_gone).empty());
    CHECK(claims.take(jobs, claimant("q", std::chrono::milliseconds{1}), p_is_gone).size() == 1);
    CHECK(passes(claims) == Texts{"a q"});
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
    CHECK(claims.list().at(0).is_over);
    CHECK(claims.held(jobs, "r", nobody_is_gone).empty());
    // Renewed in time, or late but before anybody took it, it stays.
    CHECK(claims.renew(
              {.pass = "q", .worker = {}, .holder = "more", .lease = std::chrono::hours{1}}) == 1);
    CHECK(claims.take(jobs, claimant("r"), nobody_is_gone).empty());
    const auto renewed = claims.list().at(0);
    CHECK(renewed.holder == "more");
    CHECK_FALSE(renewed.is_over);
    CHECK(renewed.lease_ends_at > renewed.claimed_at + std::chrono::minutes{59});
    CHECK(claims.renew(claimant("nobody")) == 0);
}

TEST_CASE("a stored job is claimed no longer, whatever became of it")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto claims = open_claims(database.target(), db::Access::write);
    const std::vector jobs{job("a"), job("b"), job("c")};
    REQUIRE(claims.take(jobs, claimant("p"), nobody_is_gone).size() == 3);
    CHECK(open_queries(database.target()).repositories().empty()); // nothing is stored of it
    auto failed = job_from("b", source_of("acme/x", '1'), {});
    failed.fail(
        {.stage = Stage::build, .reason = "disk_full", .message = "m", .fault = Fault::machine});
    static_cast<void>(database.open()->put(
        std::vector{job_from("a", source_of("acme/x", '1'), {result_of("t", {1})}), failed}));
    CHECK(passes(claims) == Texts{"c p"});
}

TEST_CASE("of many passes that want the same jobs, each job goes to one")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open());
    std::vector<ClaimableJob> jobs;
    for (int i = 0; i < 60; ++i) {
        jobs.push_back(job(fmt::format("w{:02}", i)));
    }
    std::mutex mutex;
    Texts taken;
    std::vector<std::thread> threads;
    for (int pass = 0; pass < 4; ++pass) {
        threads.emplace_back([&, pass] {
            auto claims = open_claims(database.target(), db::Access::write);
            auto mine = jobs;
            std::rotate(mine.begin(), mine.begin() + 15 * pass, mine.end());
            for (std::size_t i = 0; i < mine.size(); i += 10) {
                const auto got = claims.take(std::span{mine}.subspan(i, 10),
                                             claimant(fmt::format("p{}", pass)),
                                             nobody_is_gone);
                const std::scoped_lock lock{mutex};
                taken.insert(taken.end(), got.begin(), got.end());
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    Texts all;
    for (const auto& one : jobs) {
        all.push_back(one.work.text());
    }
    CHECK(sorted(taken) == all);
}

TEST_CASE("the names of a claim are text")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto claims = open_claims(database.target(), db::Access::write);
    auto hostile = job("a", "it's; DROP TABLE claim --");
    hostile.config = std::string{"nul\0 \"\\ \xFF", 9};
    CHECK(claims.take(std::vector{hostile}, claimant("p'\"", std::chrono::hours{1}), nobody_is_gone)
              .size() == 1);
    const auto claim = claims.list().at(0);
    CHECK(claim.repository == hostile.repository);
    CHECK(claim.config == "nul\uFFFD \"\\ \uFFFD");
    CHECK(claims.release("p'\"") == 1);
}

} // namespace cb::store
