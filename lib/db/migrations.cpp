#include "db/migrations.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace cb::db {

namespace {

/// Whether the name is like "001_star.sql", unlike an editor's backup.
bool is_migration(const std::string& name)
{
    return name.size() > 8 && name.find_first_not_of("0123456789") == 3 && name[3] == '_' &&
           name.ends_with(".sql");
}

std::vector<Applied> applied_migrations(Migrated& migrated, Transaction& transaction)
{
    std::vector<Applied> applied;
    if (migrated.has_migrations(transaction)) {
        transaction.query(
            "SELECT version, checksum FROM schema_migration ORDER BY version",
            {},
            [&applied](const Row& row) {
                applied.push_back({static_cast<int>(row.integer(0)), std::string{row.text(1)}});
            });
    }
    return applied;
}

void apply(Transaction& transaction, const Migration& migration, Backend backend)
{
    if (migration.version == 1) {
        transaction.run_script(
            backend == Backend::sqlite
                ? "CREATE TABLE schema_migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                  "checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT"
                : "CREATE TABLE schema_migration (version integer PRIMARY KEY, name text NOT NULL, "
                  "checksum text NOT NULL, applied_at timestamptz NOT NULL)");
    }
    transaction.run_script(migration.sql);
    transaction.run("INSERT INTO schema_migration VALUES ($1, $2, $3, $4)",
                    {migration.version, migration.name, migration.checksum, now()});
}

/// The error for a reader of a database that needs a migration.
Error outdated(Migrated& migrated,
               Transaction& transaction,
               std::string_view name,
               std::size_t stored,
               std::size_t latest)
{
    if (migrated.is_replica(transaction)) {
        return Error{Errc::bad_input,
                     fmt::format("{} is a standby whose schema is {}, and this cb reads {}; it "
                                 "follows its primary, which cb store --migrate upgrades",
                                 name,
                                 stored,
                                 latest)};
    }
    if (stored == 0) {
        return Error{Errc::bad_input, fmt::format("{} has no store yet; cb store makes it", name)};
    }
    return Error{Errc::bad_input,
                 fmt::format("{} has the schema {} of an older cb, and this cb reads {}; cb store "
                             "--migrate upgrades it",
                             name,
                             stored,
                             latest)};
}

} // namespace

std::vector<Migration> shipped_migrations(std::string_view backend)
{
    constexpr Bytes max_size{1U << 20U};
    const auto directory = shipped_file(fmt::format("sql/{}", backend));
    std::vector<Migration> migrations;
    for (const auto& entry : std::filesystem::directory_iterator{directory}) {
        const auto name = entry.path().filename().native();
        if (is_migration(name)) {
            auto sql = read_file(entry.path(), max_size);
            auto checksum = sha256_hex(sql);
            migrations.push_back(
                {std::stoi(name.substr(0, 3)), name, std::move(sql), std::move(checksum)});
        }
    }
    std::sort(migrations.begin(), migrations.end(), [](const Migration& a, const Migration& b) {
        return a.version < b.version;
    });
    for (std::size_t i = 0; i < migrations.size(); ++i) {
        if (migrations[i].version != static_cast<int>(i) + 1) {
            throw Error{Errc::system,
                        fmt::format("{}: the files are not numbered one by one; install cb again",
                                    directory.native())};
        }
    }
    if (migrations.empty()) {
        throw Error{Errc::system,
                    fmt::format("{}: no migration is there; install cb again", directory.native())};
    }
    return migrations;
}

std::span<const Migration> pending_migrations(std::span<const Migration> shipped,
                                              std::span<const Applied> applied,
                                              std::string_view database)
{
    if (applied.size() > shipped.size()) {
        throw Error{
            Errc::unavailable,
            fmt::format("{} was made by a newer cb (its schema is {}, and this cb knows {}); "
                        "upgrade cb",
                        database,
                        applied.size(),
                        shipped.size())};
    }
    for (std::size_t i = 0; i < applied.size(); ++i) {
        if (applied[i].version != shipped[i].version ||
            applied[i].checksum != shipped[i].checksum) {
            throw Error{
                Errc::bad_input,
                fmt::format("{} was made with another {} than the one that comes with this cb: "
                            "the file was changed after its release; install cb again",
                            database,
                            shipped[i].name)};
        }
    }
    return shipped.subspan(applied.size());
}

SchemaVersion schema_version_of(Migrated& migrated, std::string_view name)
{
    auto& database = migrated.database();
    const auto shipped = shipped_migrations(to_word(database.backend()));
    const auto transaction = database.begin_read();
    const auto applied = applied_migrations(migrated, *transaction);
    static_cast<void>(pending_migrations(shipped, applied, name));
    return {static_cast<int>(applied.size()), static_cast<int>(shipped.size())};
}

void migrate(Migrated& migrated, std::string_view name, Access access, const Upgrades& upgrades)
{
    if (access == Access::inspect) {
        return;
    }
    auto& database = migrated.database();
    const auto shipped = shipped_migrations(to_word(database.backend()));
    {
        const auto transaction = database.begin_read();
        const auto applied = applied_migrations(migrated, *transaction);
        if (pending_migrations(shipped, applied, name).empty()) {
            return;
        }
        if (access == Access::read || (access == Access::change && applied.empty())) {
            throw outdated(migrated, *transaction, name, applied.size(), shipped.size());
        }
    }
    auto transaction = migrated.begin_migration();
    // Check again under the lock, because another process may have been first.
    const auto applied = applied_migrations(migrated, *transaction);
    for (const auto& migration : pending_migrations(shipped, applied, name)) {
        const auto report = [&](std::uint64_t done, std::uint64_t total) {
            if (upgrades.on_progress && !applied.empty()) { // creation takes no time
                upgrades.on_progress(migration.name, done, total);
            }
        };
        report(0, 0);
        apply(*transaction, migration, database.backend());
        if (const auto step = upgrades.steps.find(migration.version);
            step != upgrades.steps.end()) {
            step->second(*transaction, database.backend(), report);
        }
    }
    migrated.end_migration(std::move(transaction));
}

} // namespace cb::db
