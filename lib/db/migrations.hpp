#pragma once

#include "db/database.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The steps that make the schema: sql/BACKEND/NNN_name.sql, each applied once to a database.
namespace cb::db {

struct Migration {
    int version = 0; ///< from 1, without gaps
    std::string name;
    std::string sql;
    std::string checksum; ///< SHA-256 of `sql`
};

/// What a database says was applied to it.
struct Applied {
    int version = 0;
    std::string checksum;
};

/// Those that come with cb, in order. Throws Error{system} when they are not there or not whole.
[[nodiscard]] std::vector<Migration> shipped_migrations(std::string_view backend);

/// The steps that `database`, as messages call it, still needs. Throws Error{unavailable} for a
/// database of a newer cb, Error{bad_input} when what was applied is not what comes with this cb.
[[nodiscard]] std::span<const Migration> pending_migrations(std::span<const Migration> shipped,
                                                            std::span<const Applied> applied,
                                                            std::string_view database);

/// What the two databases do differently while the schema is made.
class Migrated {
public:
    Migrated() = default;
    Migrated(const Migrated&) = delete;
    Migrated& operator=(const Migrated&) = delete;
    virtual ~Migrated() = default;

    [[nodiscard]] virtual Database& database() = 0;
    /// Whether there is a table of the steps that were applied.
    [[nodiscard]] virtual bool has_migrations(Transaction& transaction) = 0;
    /// A transaction that only one process has at a time.
    [[nodiscard]] virtual std::unique_ptr<Transaction> begin_migration() = 0;
    virtual void end_migration(std::unique_ptr<Transaction> transaction) = 0;
};

/// Brings the database, which messages call `name`, to the schema of this program; several
/// processes that come at once do it once. Throws Error{bad_input} where it would have to and
/// `access` is to read.
void migrate(Migrated& migrated, std::string_view name, Access access, const UpgradeSteps& steps);

} // namespace cb::db
