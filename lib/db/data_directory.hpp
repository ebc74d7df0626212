#pragma once

#include "db/database.hpp"

#include <filesystem>
#include <optional>

namespace cb::db {

/// The data directory of a PostgreSQL server on this machine; nullopt for another server, for
/// SQLite, and if this user may not look into the directory or the role may not know it
/// (pg_read_all_settings).
[[nodiscard]] std::optional<std::filesystem::path> find_data_directory(Database& database);

} // namespace cb::db
