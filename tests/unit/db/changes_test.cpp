#include "base/file.hpp"
#include "catch.hpp"
#include "db/changes.hpp"
#include "db/error.hpp"
#include "db/sqlite.hpp"

#include <filesystem>

using namespace cb;
using namespace cb::db;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

void change(const fs::path& path)
{
    Sqlite file{path, Sqlite::Mode::write};
    file.run_script("CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (1)");
}

bool has_changed(Changes& changes)
{
    return changes.wait(deadline_in(0s));
}

} // namespace

TEST_CASE("a commit to an SQLite file is seen once, and reading it is none")
{
    const TempDir dir;
    const auto path = dir.path() / "a.db";
    change(path);
    const auto changes = watch_changes(SqliteFile{path});
    CHECK_FALSE(has_changed(*changes));
    change(path);
    CHECK(has_changed(*changes));
    CHECK_FALSE(has_changed(*changes));
    CHECK(Sqlite{path, Sqlite::Mode::read}.number("SELECT count(*) FROM t") == 2);
    CHECK_FALSE(has_changed(*changes));
    change(path);
    change(path);
    CHECK(changes->wait(deadline_in(60s)));
}

TEST_CASE("a commit in a write-ahead log is seen")
{
    const TempDir dir;
    const auto path = dir.path() / "a.db";
    Sqlite writer{path, Sqlite::Mode::write};
    writer.run_script("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
    const auto changes = watch_changes(SqliteFile{path});
    writer.run_script("INSERT INTO t VALUES (1)");
    CHECK(has_changed(*changes));
    CHECK_FALSE(has_changed(*changes));
}

TEST_CASE("another file of the same name is a change, and no file is an error")
{
    const TempDir dir;
    const auto path = dir.path() / "a.db";
    change(path);
    const auto changes = watch_changes(SqliteFile{path});
    fs::copy_file(path, dir.path() / "b.db");
    fs::rename(dir.path() / "b.db", path);
    CHECK(has_changed(*changes));
    fs::remove(path);
    CHECK_THROWS_AS(has_changed(*changes), DatabaseError);
    CHECK_THROWS_WITH(watch_changes(SqliteFile{path}),
                      Catch::Contains("there is no such database"));
}
