#include "base/time.hpp"
#include "store/backends.hpp"
#include "store/migrations.hpp"
#include "store/postgres_error.hpp"
#include "store/postgres_store.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

/// Held while the schema is made: "cbstore" in ASCII.
constexpr std::int64_t migration_lock = 0x63'62'73'74'6F'72'65;
constexpr std::string_view database_name = "the PostgreSQL database";

std::vector<Applied> applied_migrations(pqxx::transaction_base& transaction)
{
    // Not to_regclass(): a session remembers for a while that a name was not there.
    const auto tables =
        transaction.exec("SELECT FROM pg_tables WHERE tablename = 'schema_migration' "
                         "AND schemaname = ANY (current_schemas(false))");
    std::vector<Applied> applied;
    if (!tables.empty()) {
        for (const auto& row :
             transaction.exec("SELECT version, checksum FROM schema_migration ORDER BY version")) {
            applied.push_back({row[0].as<int>(), row[1].c_str()});
        }
    }
    return applied;
}

void check_server(pqxx::transaction_base& transaction, int version)
{
    constexpr int least = 130000;
    if (version < least) {
        throw Error{Errc::unavailable,
                    fmt::format("the PostgreSQL server is of version {}; cb needs 13 or later",
                                version / 10000)};
    }
    const std::string encoding = transaction.exec("SHOW server_encoding")[0][0].c_str();
    if (encoding != "UTF8") {
        throw Error{Errc::unavailable,
                    fmt::format("{} has the encoding {}, and cb needs UTF8; make it with "
                                "createdb -E UTF8 -T template0",
                                database_name,
                                encoding)};
    }
}

void apply(pqxx::transaction_base& transaction, const Migration& migration)
{
    if (migration.version == 1) {
        transaction.exec(
            "CREATE TABLE schema_migration (version integer PRIMARY KEY, name text NOT "
            "NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL)");
    }
    transaction.exec(migration.sql);
    transaction.exec(fmt::format("INSERT INTO schema_migration VALUES ({}, {}, {}, now())",
                                 migration.version,
                                 transaction.quote(migration.name),
                                 transaction.quote(migration.checksum)));
}

void migrate(pqxx::connection& connection, Access access)
{
    const auto shipped = shipped_migrations("postgres");
    {
        pqxx::read_transaction transaction{connection};
        if (pending_migrations(shipped, applied_migrations(transaction), database_name).empty()) {
            return;
        }
    }
    if (access == Access::read) {
        throw_too_old(database_name);
    }
    pqxx::work transaction{connection};
    sync_commit(transaction);
    check_server(transaction, connection.server_version());
    transaction.exec(fmt::format("SELECT pg_advisory_xact_lock({})", migration_lock));
    // Again, under the lock: another process may have come first.
    const auto applied = applied_migrations(transaction);
    for (const auto& migration : pending_migrations(shipped, applied, database_name)) {
        apply(transaction, migration);
    }
    transaction.commit();
}

} // namespace

std::unique_ptr<Store> open_postgres(const Conninfo& conninfo, Access access)
{
    return with_errors(conninfo, [&]() -> std::unique_ptr<Store> {
        auto connection = std::make_unique<pqxx::connection>(conninfo.connection_string());
        migrate(*connection, access);
        return std::make_unique<PostgresStore>(conninfo, std::move(connection));
    });
}

} // namespace cb::store
