#pragma once

#include "db/database.hpp"

#include <string>
#include <string_view>

/// What the two databases spell differently in a statement. Each is an item of a FROM, and reads
/// the parameter $1.
namespace cb::db {

/// The texts of a JSON array, as the column `value` of the table `alias`.
[[nodiscard]] std::string texts_of_json(Backend backend, std::string_view alias);

/// The objects of a JSON array as the rows of the table `x`, whose columns are their members. What
/// is absent is NULL. `columns` is a list such as "name text, position bigint" with PostgreSQL's
/// names of types; of a jsonb the text is taken as it is. \pre `columns` is a literal
[[nodiscard]] std::string records_of_json(Backend backend, std::string_view columns);

} // namespace cb::db
