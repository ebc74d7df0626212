#pragma once

#include "base/log.hpp"
#include "db/database.hpp"
#include "store/partitions.hpp"
#include "store/target.hpp"

#include <optional>

namespace cb::store {

/// Logs the progress of a migration: each file, and every few seconds how much of its upgrade step
/// is done. \pre `log` outlives the result
[[nodiscard]] db::OnMigration log_migration(Log& log);

struct MigrationOptions {
    std::optional<Partitions> partitions{};
};

/// Creates the database if it is absent and brings it to this program's schema. Returns its version
/// before and after. Throws Error{usage} for partitions of an SQLite file, or of a database that
/// has a store already with another number of them, and what open() throws.
struct Migrated {
    int from = 0, to = 0;
};
[[nodiscard]] Migrated
migrate(const Target& target, const MigrationOptions& options, const db::OnMigration& on_progress);

/// The version of the database's schema and the latest one. Throws what open() throws.
[[nodiscard]] db::SchemaVersion schema_version(const Target& target);

} // namespace cb::store
