#include "db/postgres_error.hpp"

#include "base/file.hpp"
#include "db/error.hpp"
#include "db/pqxx_compat.hpp"

#include <algorithm>

namespace cb::db {

namespace {

/// Only a new schema of cb creates tables, and only once: the existing one is not of cb.
constexpr std::string_view duplicate_table = "42P07";

std::string on_one_line(std::string_view message)
{
    std::string line{trimmed(message)};
    std::replace(line.begin(), line.end(), '\n', ' ');
    std::replace(line.begin(), line.end(), '\t', ' ');
    return line;
}

/// The meaning of a SQLSTATE class for the caller
/// (https://www.postgresql.org/docs/current/errcodes-appendix.html).
Errc meaning_of(std::string_view sqlstate)
{
    const auto kind = sqlstate.substr(0, 2);
    const bool is_about_data = kind == "22" || kind == "23" || kind == "54";
    return is_about_data || sqlstate == duplicate_table ? Errc::bad_input : Errc::unavailable;
}

Cause cause_of(std::string_view sqlstate)
{
    const auto kind = sqlstate.substr(0, 2);
    if (kind == "08" || kind == "57") {
        return Cause::lost;
    }
    if (kind == "40" || kind == "55") { // a deadlock, or a lock timeout
        return Cause::busy;
    }
    if (kind == "23") {
        return Cause::constraint;
    }
    if (sqlstate == "53100") {
        return Cause::full;
    }
    return kind == "42" || kind == "25" || kind == "28" ? Cause::refused : Cause::other;
}

} // namespace

void throw_postgres_error(const Conninfo& conninfo,
                          std::string_view sqlstate,
                          std::string_view message)
{
    auto text = conninfo.without_password("PostgreSQL: " + on_one_line(message));
    if (sqlstate.empty()) {
        throw DatabaseError{Errc::unavailable, Cause::lost, text};
    }
    if (sqlstate == duplicate_table) {
        text += ", which is not of cb; give cb a database or a schema of its own: docs/store.md";
    }
    throw DatabaseError{meaning_of(sqlstate), cause_of(sqlstate), text};
}

void rethrow_as_error(const Conninfo& conninfo)
{
    try {
        throw;
    } catch (const pqxx::sql_error& error) {
        throw_postgres_error(conninfo, error.sqlstate(), error.what());
    } catch (const pqxx::in_doubt_error& error) {
        throw_postgres_error(conninfo,
                             "",
                             std::string{error.what()} +
                                 "; whether the last jobs were stored is not known, and storing "
                                 "them again is safe");
    } catch (const pqxx::failure& error) {
        throw_postgres_error(conninfo, "", error.what());
    }
}

} // namespace cb::db
