#include "store/analyze.hpp"

namespace cb::store {

namespace {

/// How many measurements the planner assumes; partitions count, and not the table that they make.
std::uint64_t read_assumed_measurements(db::Transaction& transaction)
{
    std::uint64_t rows = 0;
    transaction.query(
        "SELECT CAST(coalesce(sum(greatest(c.reltuples, 0)), 0) AS bigint) "
        "FROM pg_class c WHERE c.relkind = 'r' AND (c.oid = "
        "to_regclass('measurement') OR c.oid IN (SELECT i.inhrelid "
        "FROM pg_inherits i WHERE i.inhparent = to_regclass('measurement')))",
        {},
        [&rows](const db::Row& row) { rows = static_cast<std::uint64_t>(row.integer(0)); });
    return rows;
}

/// Those that the role may analyze, as the server quotes them. It warns of any other in its log.
std::string read_own_tables(db::Transaction& transaction)
{
    std::string tables;
    transaction.query(
        "SELECT string_agg(CAST(CAST(c.oid AS regclass) AS text), ', ') FROM pg_class c "
        "JOIN pg_database d ON d.datname = current_database() "
        "WHERE c.oid IN (to_regclass('repository'), to_regclass('git_commit'), "
        "to_regclass('environment'), to_regclass('job'), to_regclass('series'), "
        "to_regclass('measurement'), to_regclass('log'), to_regclass('rejected')) "
        "AND (pg_has_role(c.relowner, 'USAGE') OR pg_has_role(d.datdba, 'USAGE'))",
        {},
        [&tables](const db::Row& row) { tables = row.text(0); });
    return tables;
}

} // namespace

void analyze_if_grown(db::Database& database, std::uint64_t added)
{
    if (database.backend() != db::Backend::postgres || added < min_analyzed_measurements) {
        return;
    }
    const auto transaction = database.begin_write();
    if (added <= read_assumed_measurements(*transaction) / 2) {
        return;
    }
    const auto tables = read_own_tables(*transaction);
    if (!tables.empty()) { // skips those that another process analyzes at the moment
        transaction->run_script("ANALYZE (SKIP_LOCKED) " + tables);
        transaction->commit();
    }
}

} // namespace cb::store
