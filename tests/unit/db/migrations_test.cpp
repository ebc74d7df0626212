#include "base/file.hpp"
#include "base/hash.hpp"
#include "catch.hpp"
#include "db/migrations.hpp"
#include "environment.hpp"

#include <filesystem>

namespace cb::db {

namespace {

/// A directory with the migrations shipped with cb.
struct Shipped {
    TempDir dir;
    SetVariable data_dir{"CB_DATA_DIR", dir.path().native()};

    explicit Shipped(const std::vector<std::string>& names)
    {
        std::filesystem::create_directories(dir.path() / "sql/sqlite");
        for (const auto& name : names) {
            replace_file(dir.path() / "sql/sqlite" / name, "-- " + name);
        }
    }
};

} // namespace

TEST_CASE("both databases have the same migrations")
{
    const auto sqlite = shipped_migrations("sqlite");
    const auto postgres = shipped_migrations("postgres");
    REQUIRE(sqlite.size() == postgres.size());
    for (std::size_t i = 0; i < sqlite.size(); ++i) {
        CHECK(sqlite[i].name == postgres[i].name);
        CHECK(sqlite[i].version == static_cast<int>(i) + 1);
    }
}

TEST_CASE("migrations are read in the order of their numbers, and editors' backups are none")
{
    const Shipped shipped{{"002_b.sql", "001_a.sql", "001_a.sql~", "003_c.sql.orig", "notes.txt"}};
    const auto migrations = shipped_migrations("sqlite");
    REQUIRE(migrations.size() == 2);
    CHECK(migrations[0].name == "001_a.sql");
    CHECK(migrations[0].checksum == sha256_hex("-- 001_a.sql"));
    CHECK(migrations[1].version == 2);
}

TEST_CASE("a gap among the migrations, and none at all, is an error")
{
    const auto names = GENERATE(std::vector<std::string>{"001_a.sql", "003_c.sql"},
                                std::vector<std::string>{"001_a.sql", "001_b.sql"},
                                std::vector<std::string>{});
    const Shipped shipped{names};
    CHECK_THROWS_WITH(shipped_migrations("sqlite"), CB_CONTAINS("install cb again"));
}

TEST_CASE("only the steps that were not applied are pending")
{
    const std::vector<Migration> shipped{{1, "001_a.sql", "", "aa"}, {2, "002_b.sql", "", "bb"}};
    CHECK(pending_migrations(shipped, {}, "x").size() == 2);
    const std::vector<Applied> one{{1, "aa"}};
    REQUIRE(pending_migrations(shipped, one, "x").size() == 1);
    CHECK(pending_migrations(shipped, one, "x")[0].version == 2);
    const std::vector<Applied> newer{{1, "aa"}, {2, "bb"}, {3, "cc"}};
    CHECK_THROWS_WITH(pending_migrations(shipped, newer, "x"), CB_CONTAINS("upgrade cb"));
    const std::vector<Applied> changed{{1, "ab"}};
    CHECK_THROWS_WITH(pending_migrations(shipped, changed, "x"), CB_CONTAINS("001_a.sql"));
}

} // namespace cb::db
