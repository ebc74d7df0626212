#pragma once

#include "base/error.hpp"

#include <string>

namespace cb::db {

/// Why a database did not do what it was asked.
enum class Cause {
    busy,       ///< somebody holds a lock for longer than the deadline
    lost,       ///< it cannot be reached, or went away
    full,       ///< no room is left on its disk
    refused,    ///< a right is missing, or it may only be read
    constraint, ///< the data breaks a rule of the schema
    damaged,    ///< the file is damaged or not a database
    other,
};

/// What lib/db throws. Its message names the database and never holds a password.
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
