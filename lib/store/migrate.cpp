#include "store/migrate.hpp"

#include "db/storage.hpp"
#include "store/upgrade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>

namespace cb::store {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds between_reports{5};

/// The version before a migration: 0 also if there is no file yet.
int version_before(const Target& target)
{
    const auto* const file = std::get_if<SqliteFile>(&target);
    std::error_code ignored;
    return file != nullptr && !std::filesystem::exists(file->path, ignored)
               ? 0
               : schema_version(target).stored;
}

std::uint64_t count_partitions(db::Database& database)
{
    const auto tables = db::read_storage(database).tables;
    const auto at = std::find_if(tables.begin(), tables.end(), [](const auto& table) {
        return table.name == "measurement";
    });
    return at == tables.end() ? 0 : at->partitions;
}

} // namespace

db::OnMigration log_migration(Log& log)
{
    return [&log, next = Clock::time_point{}](
               std::string_view name, std::uint64_t done, std::uint64_t total) mutable {
        if (total == 0) {
            log.info(fmt::format("migrates the database: {}", name));
            next = {};
        } else if (Clock::now() >= next || done == total) {
            log.info(fmt::format("migrates the database: {}: {} of {} jobs", name, done, total));
            next = Clock::now() + between_reports;
        }
    };
}

Migrated
migrate(const Target& target, const MigrationOptions& options, const db::OnMigration& on_progress)
{
    const auto& partitions = options.partitions;
    if (partitions && std::holds_alternative<SqliteFile>(target)) {
        throw Error{Errc::usage, "--partitions is for PostgreSQL; an SQLite file has none"};
    }
    const int from = version_before(target);
    const auto database =
        db::open_database(target, db::Access::write, {upgrade_steps(partitions), on_progress});
    if (partitions && count_partitions(*database) != partitions->count()) {
        throw Error{Errc::usage,
                    fmt::format("the database has a store already, with {} partitions; their "
                                "number is chosen when it is created, so export the store and "
                                "import it into a new database",
                                count_partitions(*database))};
    }
    return {from, database->schema_version().stored};
}

db::SchemaVersion schema_version(const Target& target)
{
    return db::open_database(target, db::Access::inspect)->schema_version();
}

} // namespace cb::store
