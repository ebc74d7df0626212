#pragma once

#include "db/conninfo.hpp"

#include <filesystem>
#include <string>
#include <variant>

namespace cb::db {

struct SqliteFile {
    std::filesystem::path path;
};

struct Postgres {
    Conninfo conninfo;
};

/// Which database.
using Target = std::variant<SqliteFile, Postgres>;

/// Identifies a target independently of its password. Contains no secret.
[[nodiscard]] std::string identity(const Target& target);

} // namespace cb::db
