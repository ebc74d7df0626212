#pragma once

#include "db/database.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The steps that create the schema: sql/BACKEND/NNN_name.sql, each applied once per database.
namespace cb::db {

struct Migration {
    int version = 0; ///< from 1, without gaps
    std::string name;
    std::string sql;
    std::string checksum; ///< SHA-256 of `sql`
};

/// A step that a database records as applied.
struct Applied {
    int version = 0;
    std::string checksum;
};

/// The steps shipped with cb, in order. Throws Error{system} if they are missing or incomplete.
[[nodiscard]] std::vector<Migration> shipped_migrations(std::string_view backend);

/// The steps that the database still needs. Messages call it `database`. Throws Error{unavailable}
/// if a newer cb created it, and Error{bad_input} if an applied step differs from the shipped one.
[[nodiscard]] std::span<const Migration> pending_migrations(std::span<const Migration> shipped,
                                                            std::span<const Applied> applied,
                                                            std::string_view database);

/// The database-specific parts of a migration.
class Migrated {
public:
    Migrated() = default;
    Migrated(const Migrated&) = delete;
    Migrated& operator=(const Migrated&) = delete;
    virtual ~Migrated() = default;

    [[nodiscard]] virtual Database& database() = 0;
    /// Whether the table of applied steps exists.
    [[nodiscard]] virtual bool has_migrations(Transaction& transaction) = 0;
    /// A transaction that only one process can hold at a time.
    [[nodiscard]] virtual std::unique_ptr<Transaction> begin_migration() = 0;
    virtual void end_migration(std::unique_ptr<Transaction> transaction) = 0;
    /// Whether it follows another server, which must be migrated instead.
    [[nodiscard]] virtual bool is_replica(Transaction& transaction) = 0;
};

/// What Database::schema_version() returns. Messages call the database `name`.
[[nodiscard]] SchemaVersion schema_version_of(Migrated& migrated, std::string_view name);

/// Brings the database, which messages call `name`, to this program's schema. If several processes
/// call it at once, it is done once. Throws Error{bad_input} if a step is needed and `access` is
/// read. Does nothing if `access` is inspect.
void migrate(Migrated& migrated, std::string_view name, Access access, const Upgrades& upgrades);

} // namespace cb::db
