#pragma once

#include "db/database.hpp"
#include "store/partitions.hpp"
#include "store/target.hpp"

#include <memory>
#include <optional>

namespace cb::store {

/// The schema upgrade steps that the files of sql/ cannot express. `partitions` matters only if
/// they create a database, in PostgreSQL.
[[nodiscard]] db::UpgradeSteps
upgrade_steps(const std::optional<Partitions>& partitions = std::nullopt);

/// Opens the store, and for writing upgrades it. Throws what open() in store.hpp throws.
[[nodiscard]] std::unique_ptr<db::Database>
open_upgraded(const Target& target, db::Access access, const db::OnMigration& on_progress = {});

} // namespace cb::store
