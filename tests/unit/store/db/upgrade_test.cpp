#include "base/paths.hpp"
#include "catch.hpp"
#include "databases.hpp"
#include "environment.hpp"
#include "jobs.hpp"
#include "store/export.hpp"

#include <filesystem>

// A database that an older cb made and filled, held against both databases.
namespace cb::store {

namespace {

namespace fs = std::filesystem;

/// The migrations that the older cb came with.
void copy_old_migrations(const fs::path& to)
{
    for (const auto* const backend : {"sqlite", "postgres"}) {
        fs::create_directories(to / "sql" / backend);
        for (const auto* const name : {"001_star.sql", "002_one_unit.sql"}) {
            fs::copy_file(shipped_file(std::string{"sql/"} + backend) / name,
                          to / "sql" / backend / name);
        }
    }
}

/// What the older cb stored: an ok job with a run, and a failed one without.
void fill(const Database& database)
{
    database.column("INSERT INTO repository (digest, name) VALUES ('d', 'acme/index')");
    database.column(
        "INSERT INTO git_commit (repository_id, hash, parents, committed_at) VALUES (1, "
        "'2222222222222222222222222222222222222222', "
        "'[\"1111111111111111111111111111111111111111\"]', "
        "'2026-01-31T08:00:00.000Z')");
    database.column("INSERT INTO environment (digest, worker, host_key, host_name, cpu, kernel) "
                    "VALUES ('e', 'rack-3', 'k1', 'h1', 'c', '6.1')");
    database.column(
        "INSERT INTO job (job, repository_id, commit_id, environment_id, branch, config_name, "
        "status, "
        "started_at, wall_s, outcome, verdict, format, source, config, run, stored_at) VALUES "
        "('j', "
        "1, 1, 1, 'main', 'default', 'ok', '2026-01-31T09:00:00.000Z', 1.5, 'ok', 'suspect', 'cb', "
        "'{}', '{}', '{\"host\": {\"name\": \"h1\"}}', '2026-01-31T10:00:00.000Z')");
    database.column(
        "INSERT INTO job (job, repository_id, commit_id, environment_id, config_name, status, "
        "failure_stage, failure_reason, failure_message, source, config, stored_at) VALUES ('f', "
        "1, "
        "1, 1, 'default', 'failed', 'build', 'build_failed', 'm', '{}', '{}', "
        "'2026-01-31T10:00:00.000Z')");
    database.column(
        "INSERT INTO job_log (job_id, output, build_log, engine_log) VALUES (1, 'out', '', "
        "'')");
    database.column("INSERT INTO rejected (job_id, position, line_number, column_number, field, "
                    "reason) VALUES (1, 0, 1, 1, '', 'x')");
    database.column(
        "INSERT INTO series (digest, repository_id, environment_id, benchmark, test, "
        "metric, unit, direction) VALUES ('s', 1, 1, 'index', 't', 'time', 'ms', 'lower')");
    database.column(
        "INSERT INTO sample (job_id, series_id, position, value) VALUES (1, 1, 0, 1.5)");
    database.column(
        "INSERT INTO summary (job_id, series_id, position, statistic, value) VALUES (1, "
        "1, 0, 'avg', 2.5)");
    database.column(
        "INSERT INTO result_note (job_id, series_id, description, labels) VALUES (1, 1, "
        "'d', '{}')");
}

} // namespace

TEST_CASE("a database of an older cb is brought up to date with all that it holds")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    {
        const TempDir old;
        copy_old_migrations(old.path());
        const SetVariable data{"CB_DATA_DIR", old.path().native()};
        static_cast<void>(database.open());
    }
    fill(database);
    CHECK_THROWS_AS(database.open(Access::read), Error);
    const auto store = database.open();
    std::string csv;
    write_csv(*store, [&](std::string_view piece) { csv += piece; });
    const std::string before = "acme/index,2222222222222222222222222222222222222222,main,"
                               "2026-01-31T08:00:00Z,index,t,time,ms,lower,";
    const std::string after = ",,1111111111111111111111111111111111111111,suspect,default\r\n";
    CHECK(csv.substr(csv.find('\n') + 1) ==
          before + "sample,1.5,j,ok,rack-3,k1" + after + before + "avg,2.5,j,ok,rack-3,k1" + after);
    for (const auto* const table : {"job_log", "rejected", "sample", "summary", "result_note"}) {
        INFO(table);
        CHECK(database.count(table) == 1);
    }
    CHECK(database.column("SELECT work || ' ' || attempt || ' ' || coalesce(fault, '-') FROM "
                          "job_overview ORDER BY job") ==
          std::vector<std::string>{"f 1 commit", "j 1 -"});
    CHECK(store->known(std::vector{job_id("f")}).at(0).tries == 1);

    // What the older cb stored is found as the run that it is, and its keys still hold.
    auto again = job_from("j", source_of("acme/index", '2'), {result_of("t", {1.5})});
    Run run;
    run.started_at = cb::Open<cb::Time>::read("2026-01-31T09:00:00Z");
    run.host.name = "h1";
    again.set(run);
    CHECK(store->put(std::vector{again}) == std::vector{Put::already_there});
    CHECK(database.count("job") == 2);
    database.column("DELETE FROM job WHERE job = 'j'");
    CHECK(database.count("sample") == 0);
}

} // namespace cb::store
