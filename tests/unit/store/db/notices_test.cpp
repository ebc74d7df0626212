#include "base/error.hpp"
#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "store/notices.hpp"

// What was told to whom, on both databases.
namespace cb::store {

namespace {

using Kind = Turn::Kind;
constexpr std::chrono::minutes lease{5};

Telling telling_of(const std::string& digest)
{
    return {{"r", "github-status cb/x", "commit 1"}, R"({"it's":"a story"})", digest};
}

Kind take(Notices& notices, const Telling& telling, Duration time = lease)
{
    return notices.take(telling, Refusals::respect, time).kind;
}

void add_repository(const Database& database)
{
    static_cast<void>(database.open()->put(
        std::vector{job_from("j1", source_of("r", '1'), {result_of("t", {1})})}));
}

} // namespace

TEST_CASE("nothing is told twice")
{
    const Database database{GENERATE(Backend::sqlite, Backend::postgres)};
    add_repository(database);
    Notices notices{database.target()};
    CHECK(take(notices, telling_of("a")) == Kind::yours);
    notices.set_told(telling_of("a"), "17");
    CHECK(take(notices, telling_of("a")) == Kind::said);
    // Something else about the same subject replaces it.
    const auto turn = notices.take(telling_of("b"), Refusals::respect, lease);
    CHECK(turn.kind == Kind::yours);
    CHECK(turn.remote_id == "17");
    notices.set_told(telling_of("b"), std::nullopt);
    CHECK(take(notices, telling_of("b")) == Kind::said);
    CHECK(notices.take(telling_of("c"), Refusals::respect, lease).remote_id == "17");
    CHECK(database.count("notice") == 1);
}

TEST_CASE("one process at a time tells it, until its lease ends")
{
    const Database database{GENERATE(Backend::sqlite, Backend::postgres)};
    add_repository(database);
    Notices one{database.target()};
    Notices other{database.target()};
    CHECK(take(one, telling_of("a")) == Kind::yours);
    CHECK(take(other, telling_of("a")) == Kind::held);
    const std::vector<std::string> channels{"github-status cb/x"};
    CHECK(other.list_pending(channels).empty());
    one.set_told(telling_of("a"), std::nullopt);
    CHECK(take(other, telling_of("a")) == Kind::said);
    // One that dies leaves it to the others.
    CHECK(take(one, telling_of("b"), Duration::zero()) == Kind::yours);
    CHECK(other.list_pending(channels).size() == 1);
    CHECK(take(other, telling_of("b")) == Kind::yours);
    // If it comes back, it does not say what came of it.
    one.set_refused(telling_of("b"), "late");
    other.set_told(telling_of("b"), std::nullopt);
    CHECK(take(one, telling_of("b")) == Kind::said);
}

TEST_CASE("what could not be told is listed until it is told")
{
    const Database database{GENERATE(Backend::sqlite, Backend::postgres)};
    add_repository(database);
    Notices notices{database.target()};
    CHECK(take(notices, telling_of("a")) == Kind::yours);
    notices.set_pending(telling_of("a"), "it's away", std::nullopt);
    const std::vector<std::string> channels{"slack 1", "github-status cb/x"};
    auto pending = notices.list_pending(channels);
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].key.repository == "r");
    CHECK(pending[0].key.subject == "commit 1");
    CHECK(pending[0].story == telling_of("a").story);
    CHECK(pending[0].reason == "it's away");
    REQUIRE(pending[0].pending_since);
    const auto since = *pending[0].pending_since;
    CHECK(notices.list_pending(std::vector<std::string>{"slack 1"}).empty());
    // Later it is away again, and does not want to be asked soon.
    CHECK(take(notices, telling_of("a")) == Kind::yours);
    notices.set_pending(telling_of("a"), "too many", now() + std::chrono::hours{1});
    CHECK(notices.list_pending(channels).at(0).pending_since == since);
    const auto turn = notices.take(telling_of("b"), Refusals::respect, lease);
    CHECK(turn.kind == Kind::early);
    CHECK(turn.reason == "too many");
    CHECK(notices.list_pending(channels).size() == 1);
}

TEST_CASE("what was refused is not told again unless somebody asks for it")
{
    const Database database{GENERATE(Backend::sqlite, Backend::postgres)};
    add_repository(database);
    Notices notices{database.target()};
    CHECK(take(notices, telling_of("a")) == Kind::yours);
    notices.set_refused(telling_of("a"), "401");
    CHECK(notices.list_pending(std::vector<std::string>{"github-status cb/x"}).empty());
    CHECK(take(notices, telling_of("a")) == Kind::said);
    CHECK(notices.take(telling_of("a"), Refusals::retry, lease).kind == Kind::yours);
    notices.set_told(telling_of("a"), std::nullopt);
    CHECK(notices.take(telling_of("a"), Refusals::retry, lease).kind == Kind::said);
}

TEST_CASE("what is told of a repository needs the repository, and is deleted with it")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    add_repository(database);
    Notices notices{database.target()};
    auto telling = telling_of("a");
    telling.key.repository = "other";
    CHECK_THROWS_AS(notices.take(telling, Refusals::respect, lease), Error);
    CHECK(take(notices, telling_of("a")) == Kind::yours);
    database.run_script(
        std::string{backend == Backend::sqlite ? "PRAGMA foreign_keys = ON; " : ""} +
        "DELETE FROM repository");
    CHECK(database.count("notice") == 0);
}

} // namespace cb::store
