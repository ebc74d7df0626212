#include "db/storage.hpp"

namespace cb::db {

namespace {

/// The schema is that in which the tables were created.
constexpr const char* postgres_tables =
    "SELECT coalesce(whole.relname, part.relname)::text, sum(pg_total_relation_size(part.oid)), "
    "count(whole.oid) FROM pg_class part LEFT JOIN pg_inherits i ON i.inhrelid = part.oid "
    "LEFT JOIN pg_class whole ON whole.oid = i.inhparent WHERE part.relkind = 'r' "
    "AND part.relnamespace = (SELECT s.relnamespace FROM pg_class s "
    "WHERE s.oid = to_regclass('schema_migration')) GROUP BY 1 ORDER BY 2 DESC, 1";

constexpr const char* sqlite_tables =
    "SELECT coalesce(t.tbl_name, s.name), sum(s.pgsize), 0 FROM dbstat s "
    "LEFT JOIN sqlite_schema t ON t.name = s.name WHERE s.aggregate = 1 "
    "GROUP BY 1 ORDER BY 2 DESC, 1";

/// A receiver that runs has told how far the primary is.
constexpr const char* standby_state =
    "SELECT EXISTS (SELECT 1 FROM pg_stat_wal_receiver), "
    "CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 "
    "ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END, "
    "pg_last_xact_replay_timestamp() WHERE pg_is_in_recovery()";

std::uint64_t count_of(const Row& row, int column)
{
    return static_cast<std::uint64_t>(row.integer(column));
}

/// dbstat is an option of SQLite's build, which Debian sets.
bool has_sizes(Transaction& transaction)
{
    bool found = false;
    transaction.query("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'",
                      {},
                      [&found](const Row&) { found = true; });
    return found;
}

} // namespace

Storage read_storage(Database& database)
{
    const bool is_sqlite = database.backend() == Backend::sqlite;
    const auto transaction = database.begin_read();
    Storage storage;
    transaction->query(is_sqlite ? "SELECT 'SQLite ' || sqlite_version(), page_count * page_size "
                                   "FROM pragma_page_count, pragma_page_size"
                                 : "SELECT 'PostgreSQL ' || current_setting('server_version'), "
                                   "pg_database_size(current_database())",
                       {},
                       [&storage](const Row& row) {
                           storage.version = row.text(0);
                           storage.bytes = count_of(row, 1);
                       });
    if (!is_sqlite || has_sizes(*transaction)) {
        transaction->query(
            is_sqlite ? sqlite_tables : postgres_tables, {}, [&storage](const Row& row) {
                storage.tables.push_back(
                    {std::string{row.text(0)}, count_of(row, 1), count_of(row, 2)});
            });
    }
    if (!is_sqlite) {
        transaction->query(standby_state, {}, [&storage](const Row& row) {
            storage.standby = Standby{
                .is_connected = row.truth(0), .behind_s = row.real(1), .last_change = row.time(2)};
        });
    }
    return storage;
}

} // namespace cb::db
