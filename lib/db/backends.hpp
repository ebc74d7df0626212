#pragma once

#include "db/changes.hpp"
#include "db/database.hpp"

#include <filesystem>
#include <memory>

/// open_database() in database.hpp and watch_changes() in changes.hpp for each kind of target.
namespace cb::db {

/// NOTIFY on this channel says that there is something new.
inline constexpr std::string_view change_channel = "cb_change";

[[nodiscard]] std::unique_ptr<Database>
open_sqlite(const std::filesystem::path& path, Access access, const Upgrades& upgrades);
[[nodiscard]] std::unique_ptr<Database>
open_postgres(const Conninfo& conninfo, Access access, const Upgrades& upgrades);

[[nodiscard]] std::unique_ptr<Changes> watch_sqlite(const std::filesystem::path& path);
[[nodiscard]] std::unique_ptr<Changes> watch_postgres(const Conninfo& conninfo);

} // namespace cb::db
