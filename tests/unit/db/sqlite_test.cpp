#include "base/file.hpp"
#include "catch.hpp"
#include "db/database.hpp"
#include "db/sqlite.hpp"

#include <filesystem>

using namespace cb;
using namespace cb::db;

TEST_CASE("a reader undoes what a killed writer left")
{
    const TempDir directory;
    const auto original = directory.path() / "original.db";
    const auto left = directory.path() / "left.db";
    {
        Sqlite writer{original, Sqlite::Mode::write};
        writer.run_script("PRAGMA cache_size = 10; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        // The changes exceed the cache, so a part of them is in the file before the commit.
        writer.run_script("BEGIN; UPDATE t SET x = 2; INSERT INTO t VALUES (zeroblob(1000000))");
        std::filesystem::copy_file(original, left);
        std::filesystem::copy_file(original.native() + "-journal", left.native() + "-journal");
        writer.run_script("ROLLBACK");
    }
    Sqlite reader{left, Sqlite::Mode::read};
    CHECK(reader.number("SELECT count(*) FROM t") == 1);
    CHECK(reader.number("SELECT x FROM t") == 1);
    CHECK_THROWS_AS(reader.run_script("DELETE FROM t"), DatabaseError);
}

TEST_CASE("a reader makes no database")
{
    const TempDir directory;
    const auto absent = directory.path() / "absent.db";
    CHECK_THROWS_AS((Sqlite{absent, Sqlite::Mode::read}), Error);
    CHECK_FALSE(std::filesystem::exists(absent));
}
