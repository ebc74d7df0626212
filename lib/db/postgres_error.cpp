#include "db/postgres_error.hpp"

#include "base/file.hpp"
#include "db/error.hpp"
#include "db/pqxx_compat.hpp"

#include <algorithm>

namespace cb::db {

namespace {

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
    return is_about_data ? Errc::bad_input : Errc::unavailable;
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

void rethrow_as_error(const Conninfo& conninfo)
{
    const auto say = [&conninfo](const std::exception& error) {
        return conninfo.without_password("PostgreSQL: " + on_one_line(error.what()));
    };
    try {
        throw;
    } catch (const pqxx::sql_error& error) {
        throw DatabaseError{meaning_of(error.sqlstate()), cause_of(error.sqlstate()), say(error)};
    } catch (const pqxx::in_doubt_error& error) {
        throw DatabaseError{Errc::unavailable,
                            Cause::lost,
                            say(error) + "; whether the last jobs were stored is not known, and "
                                         "storing them again is safe"};
    } catch (const pqxx::failure& error) {
        throw DatabaseError{Errc::unavailable, Cause::lost, say(error)};
    }
}

} // namespace cb::db
