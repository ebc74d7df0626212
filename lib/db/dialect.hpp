#pragma once

#include "db/database.hpp"

#include <string>
#include <string_view>

/// What the two databases spell differently in a statement.
namespace cb::db {

// FROM items that read the parameter $1.

/// The texts of a JSON array, as column `value` of the table `alias`.
[[nodiscard]] std::string texts_of_json(Backend backend, std::string_view alias);

/// The objects of a JSON array as rows of the table `x`, whose columns are their members. Absent
/// members are NULL. `columns` is a list such as "name text, position bigint" with PostgreSQL's
/// type names. A jsonb column gets the text unchanged. \pre `columns` is a literal
[[nodiscard]] std::string records_of_json(Backend backend, std::string_view columns);

/// The time on the database's clock, as a timestamp. SQLite has no server: its clock is the
/// machine's.
[[nodiscard]] std::string current_time(Backend backend);

/// The same plus a number of seconds, which `parameter` ("$2") gives.
[[nodiscard]] std::string time_after(Backend backend, std::string_view parameter);

} // namespace cb::db
