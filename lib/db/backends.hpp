#pragma once

#include "db/database.hpp"

#include <filesystem>
#include <memory>

/// open_database() in database.hpp for each kind of target.
namespace cb::db {

[[nodiscard]] std::unique_ptr<Database>
open_sqlite(const std::filesystem::path& path, Access access, const UpgradeSteps& steps);
[[nodiscard]] std::unique_ptr<Database>
open_postgres(const Conninfo& conninfo, Access access, const UpgradeSteps& steps);

} // namespace cb::db
