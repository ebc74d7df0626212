#include "base/fd.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "store/analyze.hpp"
#include "store/migrate.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

// The statistics of PostgreSQL's planner.
namespace cb::store {

namespace {

/// How many measurements the planner assumes: -1 for each table that was never analyzed.
std::string assumed(const PostgresDatabase& database)
{
    return database
        .column("SELECT sum(reltuples) FROM pg_class WHERE relkind = 'r' "
                "AND relname ~ '^measurement(_\\d+)?$'")
        .at(0);
}

/// Autovacuum would update the statistics as well.
void disable_autovacuum(const PostgresDatabase& database)
{
    database.column("DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE "
                    "relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP EXECUTE "
                    "format('ALTER TABLE %s SET (autovacuum_enabled = off)', t); END LOOP; END $$");
}

void put_and_update(Store& store, std::string_view prefix, int jobs, int results)
{
    static_cast<void>(store.put(many_jobs(prefix, jobs, results, 1)));
    store.update_statistics();
}

/// What `run` writes to the standard error.
template <typename Run> std::string written_by(const Run& run)
{
    const TempDir dir;
    const auto path = dir.path() / "err";
    const Fd file{::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600)};
    const Fd saved{::fcntl(2, F_DUPFD_CLOEXEC, 3)};
    ::dup2(file.get(), 2);
    run();
    ::dup2(saved.get(), 2);
    return read_file(path, Bytes{65536});
}

} // namespace

TEST_CASE("the planner learns of a load that is large for the store, and only then")
{
    const auto partitions = GENERATE(as<std::string>{}, "", "2");
    const PostgresDatabase database;
    const Postgres target{database.conninfo()};
    const MigrationOptions options{
        partitions.empty() ? std::nullopt : std::optional{Partitions::parse(partitions).value()}};
    static_cast<void>(migrate(target, options, {}));
    disable_autovacuum(database);
    const auto unknown = partitions.empty() ? "-1" : "-2";
    const auto store = open(target, Access::write);
    put_and_update(*store, "few", 9, 111);
    CHECK(assumed(database) == unknown);
    put_and_update(*store, "first", 20, 100); // one call's measurements do not add to another's
    CHECK(assumed(database) == "2999");
    CHECK(database.column("SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'measurement'")[0] ==
          "t");
    put_and_update(*store, "half", 10, 149);
    CHECK(assumed(database) == "2999");
    put_and_update(*store, "more", 15, 101);
    CHECK(assumed(database) == fmt::to_string(2999 + 1490 + 1515));
    store->update_statistics();
}

TEST_CASE("a role that does not own the tables stores without a warning about statistics")
{
    const PostgresDatabase database;
    static_cast<void>(open(Postgres{database.conninfo()}, Access::write));
    disable_autovacuum(database);
    database.column("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO cb; "
                    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO cb");
    const auto port = on_server("SHOW port").at(0);
    const auto store = open(
        Postgres{Conninfo::parse(fmt::format("host=127.0.0.1 port={} user=cb dbname={} password={}",
                                             port,
                                             database.name(),
                                             role_password()))
                     .value()},
        Access::write);
    CHECK(written_by([&] { put_and_update(*store, "j", 20, 100); }).empty());
    CHECK(assumed(database) == "-1");
    CHECK(database.column("SELECT count(*) FROM measurement")[0] == "2000");
}

TEST_CASE("SQLite keeps the statistics of its schema")
{
    const Database database{Backend::sqlite};
    const auto store = database.open();
    const auto before = database.column("SELECT idx || stat FROM sqlite_stat1 ORDER BY 1");
    put_and_update(*store, "j", 20, 100);
    CHECK(database.column("SELECT idx || stat FROM sqlite_stat1 ORDER BY 1") == before);
}

} // namespace cb::store
