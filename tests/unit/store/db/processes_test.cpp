#include "base/file.hpp"
#include "catch.hpp"
#include "child.hpp"
#include "databases.hpp"
#include "db/migrations.hpp"
#include "environment.hpp"
#include "jobs.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

// Several processes that use one database, and processes that die.
namespace cb::store {

TEST_CASE("four processes that come first at once make the schema once")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto work = [&] { static_cast<void>(database.open()); };
    Child one{work};
    Child two{work};
    Child three{work};
    Child four{work};
    CHECK(one.succeeds());
    CHECK(two.succeeds());
    CHECK(three.succeeds());
    CHECK(four.succeeds());
    CHECK(database.count("schema_migration") ==
          static_cast<int>(db::shipped_migrations("sqlite").size()));
}

TEST_CASE("two processes that store the same jobs at once, in other orders, store them once")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto jobs = many_jobs("j", 30, 20, 3);
    auto backwards = jobs;
    std::reverse(backwards.begin(), backwards.end());
    for (int round = 0; round < 3; ++round) {
        const auto put = [&](const std::vector<Manifest>& all) {
            const auto store = database.open();
            for (std::size_t at = 0; at < all.size(); at += 10) {
                static_cast<void>(store->put(std::span{all}.subspan(at, 10)));
            }
        };
        Child one{[&] { put(jobs); }};
        Child two{[&] { put(backwards); }};
        CHECK(one.succeeds());
        CHECK(two.succeeds());
        CHECK(database.count("job") == 30);
        CHECK(database.count("measurement") == 30 * 20);
        CHECK(database.count("series") == 20);
        database.column("DELETE FROM job");
    }
}

TEST_CASE("a process that is killed in the middle of a batch leaves all of it or nothing")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open());
    const auto jobs = many_jobs("j", 40, 50, 20);
    int killed = 0;
    for (int delay_ms = 1; delay_ms <= 400; delay_ms += delay_ms / 4 + 1) {
        Child child{[&] { static_cast<void>(database.open()->put(jobs)); }};
        std::this_thread::sleep_for(std::chrono::milliseconds{delay_ms});
        killed += child.kill_now() ? 1 : 0;
        // The server notices a killed client at its next write, and rolls back.
        const auto stored = database.open()->put(std::span{jobs}.first(1)).front();
        const int count = database.count("job");
        CHECK(count == (stored == Put::added ? 1 : 40));
        CHECK(database.count("measurement") == count * 50);
        database.column("DELETE FROM job");
    }
    CHECK(killed > 3);
    CHECK(database.open()->put(jobs) == std::vector<Put>(40, Put::added));
}

TEST_CASE("a migration that was changed after its release is refused")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open());
    const TempDir dir;
    std::filesystem::copy(std::filesystem::path{std::getenv("CB_DATA_DIR")} / "sql",
                          dir.path() / "sql",
                          std::filesystem::copy_options::recursive);
    for (const auto* const name : {"sql/sqlite/001_star.sql", "sql/postgres/001_star.sql"}) {
        const auto path = dir.path() / name;
        replace_file(path, read_file(path, Bytes{1U << 20U}) + "-- changed\n");
    }
    const SetVariable data{"CB_DATA_DIR", dir.path().native()};
    CHECK_THROWS_WITH(database.open(), CB_CONTAINS("the file was changed after its release"));
}

} // namespace cb::store
