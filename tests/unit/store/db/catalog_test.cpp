#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"

#include <fmt/format.h>

#include <algorithm>

// The schema's guarantees, read from the databases' own catalogs.
namespace cb::store {

namespace {

/// For each unique key and foreign key "TABLE COLUMN", with its first column. SQLite's rowid does
/// not count as a key, because it only determines where the row is stored.
Texts leading_columns(const Database& database, Backend backend)
{
    if (backend == Backend::postgres) {
        return database.column(
            "SELECT r.relname || ' ' || a.attname FROM pg_constraint k "
            "JOIN pg_class r ON r.oid = k.conrelid AND r.relnamespace = 'public'::regnamespace "
            "JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.conkey[1] "
            "WHERE k.contype IN ('p', 'u', 'f') "
            "UNION ALL SELECT r.relname || ' ' || a.attname FROM pg_index i "
            "JOIN pg_class r ON r.oid = i.indrelid AND r.relnamespace = 'public'::regnamespace "
            "JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = i.indkey[0] "
            "WHERE i.indisunique");
    }
    return database.column(
        "SELECT t.name || ' ' || c.name FROM sqlite_schema t, pragma_index_list(t.name) i, "
        "pragma_index_info(i.name) c WHERE t.type = 'table' AND i.\"unique\" AND c.seqno = 0 "
        "UNION ALL SELECT t.name || ' ' || k.\"from\" FROM sqlite_schema t, "
        "pragma_foreign_key_list(t.name) k WHERE t.type = 'table' AND k.seq = 0");
}

} // namespace

TEST_CASE(
    "every unique key and foreign key leads with the repository, so that tables can be parted")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open());
    const auto keys = leading_columns(database, backend);
    CHECK(keys.size() > 20);
    // The tables that all repositories share.
    const Texts shared{"repository ", "host ", "host_fitness ", "schema_migration "};
    for (const auto& key : keys) {
        INFO(key);
        const bool is_shared = std::any_of(shared.begin(), shared.end(), [&](const auto& table) {
            return key.starts_with(table);
        });
        CHECK((is_shared || key.ends_with(" repository_id")));
    }
    for (const auto* const table :
         {"measurement", "job", "series", "git_commit", "log", "claim", "notice"}) {
        CHECK(std::count(keys.begin(), keys.end(), std::string{table} + " repository_id") > 0);
    }
}

TEST_CASE("a measurement needs its job and its series, and is deleted with them")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(many_jobs("j", 3, 4, 2)));
    const auto run = [&](const std::string& sql) {
        database.run_script((backend == Backend::sqlite ? "PRAGMA foreign_keys = ON; " : "") + sql);
    };
    const std::string add = "INSERT INTO measurement (repository_id, series_id, job_id, position) "
                            "SELECT repository_id, {}, 0 FROM measurement";
    CHECK_THROWS(run(fmt::format(fmt::runtime(add), "1000000, job_id")));
    CHECK_THROWS(run(fmt::format(fmt::runtime(add), "series_id, 1000000")));
    CHECK(database.count("measurement") == 3 * 4);
    run("DELETE FROM job WHERE job IN ('j-0', 'j-1')");
    CHECK(database.count("measurement") == 4);
    run("DELETE FROM series WHERE test = 'test 1'");
    CHECK(database.count("measurement") == 3);
    run(backend == Backend::sqlite ? "DELETE FROM repository" : "TRUNCATE repository CASCADE");
    CHECK(database.count("measurement") == 0);
    static_cast<void>(database.open()->put(many_jobs("j", 3, 4, 2)));
    CHECK(database.count("measurement") == 3 * 4);
    run("DELETE FROM repository");
    CHECK(database.count("measurement") == 0);
}

TEST_CASE("both databases have the same tables with the same columns")
{
    const Database sqlite{Backend::sqlite};
    const Database postgres{Backend::postgres};
    static_cast<void>(sqlite.open());
    static_cast<void>(postgres.open());
    const auto columns = sqlite.column(
        "SELECT t.name || ' ' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c "
        "WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite%' ORDER BY 1");
    CHECK(columns == postgres.column("SELECT table_name || ' ' || column_name COLLATE \"C\" FROM "
                                     "information_schema.columns WHERE table_schema = 'public' "
                                     "AND table_name !~ '^measurement_[0-9]' " // a partition
                                     "ORDER BY 1"));
    CHECK(columns.size() > 100);
}

} // namespace cb::store
