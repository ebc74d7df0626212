#include "base/time.hpp"
#include "store/backends.hpp"
#include "store/migrations.hpp"
#include "store/sqlite_store.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

/// Marks the file as ours (https://www.sqlite.org/pragma.html#pragma_application_id): "cbdb".
constexpr std::int64_t application_id = 0x63626462;

/// The journal stays what SQLite makes it by default, a rollback journal, and not a write-ahead
/// log: that needs memory shared between the file's users, which a network disk has not, and
/// leaves two more files to be copied with every copy. Its price, that a reader keeps writers out,
/// is small here: for_each_sample() holds no lock while its caller works.
void configure(Sqlite& db)
{
    db.run_script("PRAGMA foreign_keys = ON;"
                  "PRAGMA cache_size = -32768;"); // KiB, so that a batch rarely spills
}

void check_is_ours(Sqlite& db, const std::string& name)
{
    // In this order: another process may be making the database, and its tables and the mark come
    // in one transaction.
    const bool has_content = db.number("SELECT count(*) FROM sqlite_schema") > 0;
    if (has_content && db.number("PRAGMA application_id") != application_id) {
        throw Error{Errc::bad_input, name + " is an SQLite database, but not one of cb"};
    }
}

std::vector<Applied> applied_migrations(Sqlite& db)
{
    std::vector<Applied> applied;
    if (db.number("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'") > 0) {
        const Rows rows{
            db.statement("SELECT version, checksum FROM schema_migration ORDER BY version")};
        while (rows->step()) {
            applied.push_back({static_cast<int>(rows->integer(0)), rows->text(1)});
        }
    }
    return applied;
}

void apply(Sqlite& db, const Migration& migration)
{
    db.run_script("CREATE TABLE IF NOT EXISTS schema_migration (version INTEGER PRIMARY KEY,"
                  " name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT");
    db.run_script(migration.sql);
    Statement& record = db.statement("INSERT INTO schema_migration VALUES (?, ?, ?, ?)");
    record.run(migration.version, migration.name, migration.checksum, to_rfc3339(now()));
}

void migrate(Sqlite& db, const std::string& name, Access access)
{
    // A migration may make a table anew, and dropping the old one must not empty those that refer
    // to it. Inside of a transaction this cannot be changed.
    db.run_script("PRAGMA foreign_keys = OFF;"
                  "PRAGMA synchronous = FULL;");
    const auto shipped = shipped_migrations("sqlite");
    if (pending_migrations(shipped, applied_migrations(db), name).empty()) {
        return;
    }
    if (access == Access::read) {
        throw_too_old(name);
    }
    SqliteTransaction transaction{db};
    // Again, under the lock: another process may have come first.
    for (const auto& migration : pending_migrations(shipped, applied_migrations(db), name)) {
        apply(db, migration);
    }
    db.run_script(fmt::format("PRAGMA application_id = {}", application_id));
    transaction.commit();
}

} // namespace

std::unique_ptr<Store> open_sqlite(const std::filesystem::path& path, Access access)
{
    const auto& name = path.native();
    std::error_code ignored;
    if (access == Access::read && !std::filesystem::exists(path, ignored)) {
        throw Error{Errc::usage, name + ": there is no such database; cb store makes it"};
    }
    auto db = std::make_unique<Sqlite>(
        path, access == Access::read ? Sqlite::Mode::read : Sqlite::Mode::write);
    check_is_ours(*db, name);
    migrate(*db, name, access);
    configure(*db);
    return std::make_unique<SqliteStore>(std::move(db));
}

} // namespace cb::store
