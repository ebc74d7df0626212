#pragma once

#include "db/target.hpp"

/// Where the store is.
namespace cb::store {

using db::Conninfo;
using db::Postgres;
using db::SqliteFile;
using db::Target;

/// store.db in data_home(). Creates that directory, accessible to this user only. Throws
/// Error{usage}, Error{system}.
[[nodiscard]] SqliteFile default_file();

/// The same, but creates nothing. Throws Error{usage}.
[[nodiscard]] SqliteFile find_default_file();

} // namespace cb::store
