#include "store/postgres_error.hpp"

#include "base/file.hpp"
#include "store/pqxx_compat.hpp"

#include <algorithm>

namespace cb::store {

namespace {

std::string on_one_line(std::string_view message)
{
    std::string line{trimmed(message)};
    std::replace(line.begin(), line.end(), '\n', ' ');
    std::replace(line.begin(), line.end(), '\t', ' ');
    return line;
}

/// What the class of a SQLSTATE means for us
/// (https://www.postgresql.org/docs/current/errcodes-appendix.html).
Errc meaning_of(std::string_view sqlstate)
{
    const auto kind = sqlstate.substr(0, 2);
    const bool is_about_data = kind == "22" || kind == "23" || kind == "54";
    return is_about_data ? Errc::bad_input : Errc::unavailable;
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
        throw Error{meaning_of(error.sqlstate()), say(error)};
    } catch (const pqxx::in_doubt_error& error) {
        throw Error{Errc::unavailable,
                    say(error) + "; whether the last jobs were stored is not known, and storing "
                                 "them again is safe"};
    } catch (const pqxx::failure& error) {
        throw Error{Errc::unavailable, say(error)};
    }
}

} // namespace cb::store
