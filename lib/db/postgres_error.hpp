#pragma once

#include "db/conninfo.hpp"

#include <exception>
#include <string_view>

namespace cb::db {

/// Throws the DatabaseError for an answer of the server, without the password. An empty `sqlstate`
/// means that there was none: the connection is lost.
[[noreturn]] void
throw_postgres_error(const Conninfo& conninfo, std::string_view sqlstate, std::string_view message);

/// Throws the DatabaseError for the exception being handled, without the password. Rethrows an
/// exception that does not come from libpqxx.
[[noreturn]] void rethrow_as_error(const Conninfo& conninfo);

/// Returns the result of `work`; its libpqxx exceptions become DatabaseError.
template <typename Work> auto with_errors(const Conninfo& conninfo, const Work& work)
{
    try {
        return work();
    } catch (const std::exception&) {
        rethrow_as_error(conninfo);
    }
}

} // namespace cb::db
