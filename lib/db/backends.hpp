#pragma once

#include "db/database.hpp"

#include <filesystem>
#include <memory>

/// As open_database() in database.hpp, each for its kind of target.
namespace cb::db {

[[nodiscard]] std::unique_ptr<Database>
open_sqlite(const std::filesystem::path& path, Access access, const UpgradeSteps& steps);
[[nodiscard]] std::unique_ptr<Database>
open_postgres(const Conninfo& conninfo, Access access, const UpgradeSteps& steps);

} // namespace cb::db
