#pragma once

#include "db/conninfo.hpp"

#include <exception>

namespace cb::db {

/// Throws the DatabaseError that the exception being handled stands for, without the password; an
/// exception that is not libpqxx's as it is.
[[noreturn]] void rethrow_as_error(const Conninfo& conninfo);

/// The result of `work`, whose libpqxx exceptions become DatabaseError.
template <typename Work> auto with_errors(const Conninfo& conninfo, const Work& work)
{
    try {
        return work();
    } catch (const std::exception&) {
        rethrow_as_error(conninfo);
    }
}

} // namespace cb::db
