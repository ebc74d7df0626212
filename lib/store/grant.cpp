#include "store/grant.hpp"

#include "base/error.hpp"
#include "db/database.hpp"
#include "store/upgrade.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

/// The text in the first column of the first row; empty without a row.
std::string query_text(db::Transaction& transaction, std::string_view sql, db::Values values)
{
    std::string text;
    transaction.query(sql, values, [&text](const db::Row& row) { text = row.text(0); });
    return text;
}

/// The statements that grant the access. The server quotes the names.
std::string grants_to(db::Transaction& transaction, const std::string& role)
{
    std::string grants = query_text(
        transaction,
        "SELECT format('GRANT USAGE ON SCHEMA %I TO %I;', current_schema(), CAST($1 AS text))",
        {role});
    for (const auto view : views) {
        grants += query_text(transaction,
                             "SELECT format('GRANT SELECT ON %I.%I TO %I;', current_schema(), "
                             "CAST($1 AS text), CAST($2 AS text))",
                             {view, role});
    }
    return grants;
}

} // namespace

void grant_read(const Target& target, const std::string& role)
{
    if (std::holds_alternative<SqliteFile>(target)) {
        throw Error{Errc::usage,
                    "--grant-read: SQLite has no roles; chmod the file so that others can read it"};
    }
    const auto database = open_upgraded(target, db::Access::write);
    const auto transaction = database->begin_write();
    if (query_text(*transaction, "SELECT 'yes' FROM pg_roles WHERE rolname = $1", {role}).empty()) {
        throw Error{Errc::usage,
                    fmt::format("--grant-read: there is no role \"{0}\"; CREATE ROLE \"{0}\" "
                                "creates it, if you may create roles",
                                role)};
    }
    transaction->run_script(grants_to(*transaction, role));
    transaction->commit();
}

} // namespace cb::store
