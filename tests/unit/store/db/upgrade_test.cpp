#include "base/file.hpp"
#include "base/gzip.hpp"
#include "base/paths.hpp"
#include "catch.hpp"
#include "databases.hpp"
#include "environment.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/export.hpp"
#include "store/migrate.hpp"

#include <fmt/format.h>

#include <filesystem>

// A database created and filled by an older cb, tested on both databases.
namespace cb::store {

namespace {

namespace fs = std::filesystem;

/// The migrations of the older cb.
void copy_old_migrations(const fs::path& to, int versions)
{
    for (const auto* const backend : {"sqlite", "postgres"}) {
        fs::create_directories(to / "sql" / backend);
        for (const auto& entry : fs::directory_iterator{shipped_file("sql") / backend}) {
            const auto name = entry.path().filename().native();
            if (std::stoi(name.substr(0, 3)) <= versions) {
                fs::copy_file(entry.path(), to / "sql" / backend / name);
            }
        }
    }
}

/// Creates the database like an older cb with that many migrations.
void make_old(const Database& database, const char* backend, int versions)
{
    const TempDir old;
    copy_old_migrations(old.path(), versions);
    const SetVariable data{"CB_DATA_DIR", old.path().native()};
    const auto target = database.target();
    static_cast<void>(db::open_database(target, Access::write));
    const auto file = fmt::format("{}/store/schema-{}/{}.sql", CB_TEST_DATA, versions, backend);
    database.run_script(read_file(file, Bytes{1U << 20U}));
}

} // namespace

TEST_CASE("a database that an older cb filled keeps every sample, and its export stays the same")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    make_old(database, backend == Backend::sqlite ? "sqlite" : "postgres", 3);
    CHECK_THROWS_WITH(database.open(Access::read), CB_CONTAINS("has the schema 3 of an older cb"));
    LinesLog log;
    CHECK(migrate(database.target(), {}, log_migration(log)).from == 3);
    CHECK_THAT(log.text(), CB_CONTAINS("migrates the database: 004_measurements.sql\n"));
    CHECK_THAT(log.text(), CB_CONTAINS("migrates the database: 004_measurements.sql: "));
    const auto store = database.open();
    CHECK(exported(database.target(), ExportFormat::jsonl) ==
          read_file(fmt::format("{}/store/schema-3/export.jsonl", CB_TEST_DATA), Bytes{1U << 20U}));

    // Runs that are not current are kept, too, and so is what exports do not show.
    CHECK(database.column("SELECT job || ' ' || n FROM measurement m JOIN job ON "
                          "job.repository_id = m.repository_id AND job.id = m.job_id "
                          "WHERE NOT is_current") == std::vector<std::string>{"d 1"});
    CHECK(database
              .column("SELECT n || ' ' || labels || ' ' || description FROM measurement "
                      "WHERE labels IS NOT NULL")
              .at(0)
              .starts_with("4 {\"n\":"));
    CHECK(database.column("SELECT printed_units FROM measurement WHERE labels IS NOT NULL")
              .at(0)
              .find("us") != std::string::npos);
    CHECK(database.count("log") == database.count("job"));
    CHECK(database.count("host") == 2);
    CHECK(database.count("host_fitness") == 7);
    // Series that differed only in the environment are merged.
    CHECK(database.count("series") == 25);
    CHECK(database.column("SELECT count(*) FROM results WHERE test = 'insert' "
                          "AND repository = 'acme/index'") == std::vector<std::string>{"4"});

    // The jobs that the older cb stored are found.
    const auto known = store->known(std::vector{job_id("f")});
    REQUIRE(known.size() == 1);
    CHECK(known[0].tries == 1);
    auto again = job_from("h", source_of("fork/index", '1'), {result_of("insert", {1.25})});
    CHECK(store->put(std::vector{again}) == std::vector{Put::already_there});
    // New rows get new ids.
    CHECK(store->put(std::vector{full_job("new")}) == std::vector{Put::added});
    database.column("DELETE FROM job");
    CHECK(database.count("measurement") == 0);
    CHECK(database.count("log") == 0);
}

TEST_CASE("an empty database of every older schema is brought up to date")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const auto versions = GENERATE(1, 2, 3);
    const Database database{backend};
    {
        const TempDir old;
        copy_old_migrations(old.path(), versions);
        const SetVariable data{"CB_DATA_DIR", old.path().native()};
        static_cast<void>(db::open_database(database.target(), Access::write));
    }
    const auto store = database.open();
    CHECK(store->put(many_jobs("j", 2, 2, 2)) == std::vector<Put>(2, Put::added));
    CHECK(all_samples(*store).size() == 8);
}

} // namespace cb::store
