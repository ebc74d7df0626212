#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/check.hpp"
#include "store/info.hpp"
#include "store/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>

// What cb store does besides storing, tested on both databases.
namespace cb::store {

namespace {

Texts findings_of(const Database& database)
{
    Texts lines;
    LinesLog log;
    static_cast<void>(check(
        database.target(),
        [&](const Finding& finding) { lines.push_back(to_line(finding)); },
        log));
    return lines;
}

/// Runs statements that the schema's own guarantees would forbid.
void damage(const Database& database, Backend backend, const std::string& sql)
{
    database.run_script((backend == Backend::sqlite ? "PRAGMA foreign_keys = OFF; "
                                                    : "SET session_replication_role = replica; ") +
                        sql);
}

} // namespace

TEST_CASE("a check finds nothing in a store, and each kind of damage")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto failed = full_job("twice");
    failed.fail({Stage::run, "exit", "it failed", Fault::commit});
    auto jobs = many_jobs("j", 3, 120, 3); // more measurements than a page
    jobs.push_back(full_job("full"));
    jobs.push_back(full_job("twice"));
    static_cast<void>(database.open()->put(jobs));
    static_cast<void>(database.open()->put(std::vector{failed}));
    LinesLog log;
    const auto clean = check(
        database.target(), [](const Finding& finding) { FAIL(to_line(finding)); }, log);
    CHECK(clean.findings == 0);
    CHECK(clean.jobs == 5);
    CHECK(clean.measurements == 3 * 120 + 2 * 2);
    CHECK(clean.logs == 5);
    CHECK_THAT(to_line(clean), CB_CONTAINS("nothing is wrong"));

    const auto check_damage = [&](const std::string& sql, const std::string& line) {
        INFO(sql);
        const auto before = findings_of(database);
        damage(database, backend, sql);
        const auto after = findings_of(database);
        CHECK(after.size() == before.size() + 1);
        CHECK(std::any_of(after.begin(), after.end(), [&line](const std::string& found) {
            return found.find(line) != std::string::npos;
        }));
    };
    const std::string of_one = "WHERE series_id = (SELECT id FROM series WHERE test = 'test 119') "
                               "AND job_id = (SELECT id FROM job WHERE job = 'j-2')";
    check_damage("UPDATE measurement SET median = 5 " + of_one,
                 "measurement: acme/index: index test 119 time of job j-2: its median is 5, and "
                 "its samples give 31.7");
    check_damage("UPDATE measurement SET median = NULL, n = 7 WHERE series_id = "
                 "(SELECT id FROM series WHERE test = 'test 7') "
                 "AND job_id = (SELECT id FROM job WHERE job = 'j-1')",
                 "its n is 7, and it has 3 samples");
    check_damage("UPDATE series SET digest = 'd' WHERE test = 'test 4'",
                 "series: acme/index: index test 4 time: its digest is not that of its names");
    check_damage("UPDATE job SET is_current = false WHERE job = 'full'",
                 "job: full: 0 of its 1 runs are current, and one must be");
    check_damage(fmt::format("UPDATE log SET build_log = {} "
                             "WHERE job_id = (SELECT id FROM job WHERE job = 'j-0')",
                             backend == Backend::sqlite ? "X'1f8b0001'" : "'\\x1f8b0001'"),
                 "log: job j-0: build_log cannot be decompressed");
    check_damage("DELETE FROM git_commit WHERE id = (SELECT commit_id FROM job WHERE job = 'j-0')",
                 "job: 3 of its rows refer to rows of git_commit that do not exist");
    check_damage("UPDATE measurement SET series_id = 1000000 WHERE series_id = "
                 "(SELECT id FROM series WHERE test = 'test 9') "
                 "AND job_id = (SELECT id FROM job WHERE job = 'j-2')",
                 "measurement: 1 of its rows refer to rows of series that do not exist");
}

TEST_CASE("a check knows which run of a job counts")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    auto failed = full_job("twice");
    auto run = *failed.run();
    run.started_at = Open<Time>::read("2026-01-31T10:00:00Z");
    failed.set(run);
    failed.fail({Stage::run, "exit", "it failed", Fault::commit});
    static_cast<void>(store->put(std::vector{full_job("twice"), failed}));
    CHECK(findings_of(database).empty());
    database.run_script("UPDATE job SET is_current = false");
    database.run_script("UPDATE job SET is_current = true WHERE status = 'failed'");
    const auto findings = findings_of(database);
    REQUIRE(findings.size() == 1);
    CHECK_THAT(findings[0], CB_CONTAINS("job: twice: its current run is not the one that counts"));
}

TEST_CASE("the information on a store counts what is there, and says an older schema")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto jobs = many_jobs("j", 2, 3, 2);
    jobs.push_back(full_job("full"));
    auto other = job_from("o", source_of("\x1b[31mred", '9'), {});
    other.fail({Stage::build, "build_failed", "it failed", Fault::machine});
    jobs.push_back(other);
    static_cast<void>(database.open()->put(jobs));
    const auto info = read_info(database.target());
    REQUIRE(info.repositories.size() == 2);
    const auto& red = info.repositories[0];
    const auto& index = info.repositories[1];
    CHECK(index.name == "acme/index");
    CHECK(index.commits == 2);
    CHECK(index.jobs == 3);
    CHECK(index.runs == 3);
    CHECK(index.series == 5);
    CHECK(index.measurements == 8);
    CHECK(index.failed_jobs == 0);
    CHECK(to_rfc3339(*index.first_commit) == "2026-01-31T08:00:00Z");
    CHECK(index.last_stored);
    CHECK(red.failed_jobs == 1);
    CHECK(info.schema.stored == info.schema.latest);
    CHECK(info.storage.bytes > 10'000);
    CHECK(!info.storage.standby);
    const auto& tables = info.storage.tables;
    CHECK(std::any_of(tables.begin(), tables.end(), [](const auto& table) {
        return table.name == "measurement" && table.bytes > 0;
    }));
    const auto text = to_text(info);
    CHECK_THAT(text, CB_CONTAINS("acme/index"));
    CHECK_THAT(text, CB_CONTAINS("B a measurement"));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK_THAT(to_json(info), CB_CONTAINS(R"("name":"acme/index","commits":2,"jobs":3,)"));

    database.run_script("DELETE FROM schema_migration WHERE version = "
                        "(SELECT max(version) FROM schema_migration)");
    const auto older = read_info(database.target());
    CHECK(older.repositories.empty());
    CHECK_THAT(to_text(older), CB_CONTAINS("cb store --migrate upgrades it"));
    CHECK(schema_version(database.target()).stored == info.schema.latest - 1);
}

TEST_CASE("a migration creates the schema once")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    LinesLog log;
    const auto first = migrate(database.target(), {}, log_migration(log));
    CHECK(first.from == 0);
    CHECK(first.to == schema_version(database.target()).latest);
    const auto second = migrate(database.target(), {}, log_migration(log));
    CHECK(second.from == first.to);
    CHECK(log.text().empty());
}

TEST_CASE("partitions are chosen when a PostgreSQL database is created")
{
    const auto partitions = Partitions::parse("3").value();
    CHECK(!Partitions::parse("1"));
    CHECK(!Partitions::parse("1025"));
    const Database file{Backend::sqlite};
    CHECK_THROWS_WITH(migrate(file.target(), {partitions}, {}), CB_CONTAINS("for PostgreSQL"));

    const PostgresDatabase database; // not Database, which may be partitioned itself
    const Target target{Postgres{database.conninfo()}};
    CHECK(migrate(target, {partitions}, {}).from == 0);
    CHECK(migrate(target, {partitions}, {}).from > 0);
    CHECK_THROWS_WITH(migrate(target, {Partitions::parse("4").value()}, {}),
                      CB_CONTAINS("has a store already, with 3 partitions"));
    std::vector<Manifest> jobs;
    for (const char repo : std::string{"abcdefgh"}) {
        jobs.push_back(
            job_from(std::string{repo}, source_of(std::string{repo}, '1'), {result_of("t", {1})}));
    }
    const auto store = open(target, Access::write);
    static_cast<void>(store->put(jobs));
    CHECK(all_samples(*store).size() == 8);
    CHECK(database.column("SELECT count(*) FROM results") == Texts{"8"});
    CHECK(database.column("SELECT relkind FROM pg_class WHERE relname = 'measurement'") ==
          Texts{"p"});
    CHECK(database.column("SELECT count(DISTINCT tableoid) FROM measurement") != Texts{"1"});
    // Keys and triggers are those of an ordinary table, with the same names.
    CHECK(database.column("SELECT conname FROM pg_constraint WHERE conrelid = "
                          "'measurement'::regclass AND contype IN ('p', 'f') ORDER BY 1") ==
          Texts{"measurement_pkey"});
    CHECK(database.column("SELECT tgname FROM pg_trigger WHERE tgrelid = "
                          "'measurement'::regclass AND NOT tgisinternal") ==
          Texts{"measurement_added"});
    const auto plan = database.column("EXPLAIN SELECT * FROM measurement "
                                      "WHERE repository_id = 1 AND series_id = 1");
    CHECK(std::count_if(plan.begin(), plan.end(), [](const std::string& line) {
              return line.find("measurement_") != std::string::npos &&
                     line.find(" on measurement_") != std::string::npos;
          }) == 1);
    database.column("DELETE FROM job");
    CHECK(database.column("SELECT count(*) FROM measurement") == Texts{"0"});
}

} // namespace cb::store
