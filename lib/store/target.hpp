#pragma once

#include "store/conninfo.hpp"

#include <filesystem>
#include <string>
#include <variant>

namespace cb::store {

struct SqliteFile {
    std::filesystem::path path;
};

struct Postgres {
    Conninfo conninfo;
};

/// Which database.
using Target = std::variant<SqliteFile, Postgres>;

/// store.db in data_home(), whose directory is made for this user only. Throws Error{usage},
/// Error{system}.
[[nodiscard]] SqliteFile default_file();

/// What stays the same of a target when its password changes. Holds no secret.
[[nodiscard]] std::string identity(const Target& target);

} // namespace cb::store
