#pragma once

#include "base/error.hpp"

#include <string>

namespace cb::db {

/// Why a database operation failed.
enum class Cause {
    busy,       ///< another process holds a lock for longer than the deadline
    lost,       ///< unreachable, or the connection was lost
    full,       ///< no space left on its disk
    refused,    ///< a permission is missing, or it is read-only
    constraint, ///< the data breaks a rule of the schema
    damaged,    ///< the file is damaged or not a database
    other,
};

/// The exception of lib/db. Its message names the database and never includes a password.
class DatabaseError : public Error {
public:
    DatabaseError(Errc code, Cause cause, const std::string& message)
        : Error{code, message}, cause_{cause}
    {}
    [[nodiscard]] Cause cause() const noexcept { return cause_; }

private:
    Cause cause_;
};

} // namespace cb::db
