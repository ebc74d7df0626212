#pragma once

#include "db/error.hpp"
#include "db/row.hpp"
#include "db/target.hpp"
#include "db/value.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What SQL needs, for SQLite and PostgreSQL. It knows nothing of cb's tables.
///
/// A statement is written once. Its parameters are $1, $2, …, and both databases support JSON
/// operators, ON CONFLICT, RETURNING, common table expressions and window functions. The
/// differences are in dialect.hpp and in COPY. An INSERT from a SELECT with ON CONFLICT needs a
/// WHERE, because SQLite's grammar requires it.
///
/// Every function throws DatabaseError: {unavailable} if the database is unreachable, stays locked
/// or refuses the work, {system} if its file cannot be written, {bad_input} if it is damaged or the
/// data violates a constraint of the schema.
namespace cb::db {

enum class Backend { sqlite, postgres };

/// "sqlite" or "postgres".
[[nodiscard]] std::string_view to_word(Backend backend) noexcept;

using RowUse = std::function<void(const Row&)>;
using Values = std::initializer_list<Value>;

/// Loads many rows into one table: COPY in PostgreSQL, a prepared INSERT in SQLite.
class Copy {
public:
    Copy() = default;
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    virtual ~Copy() = default;

    /// \pre one value per column
    virtual void add(Values row) = 0;
    /// Must be called last; otherwise rows may be missing.
    virtual void complete() = 0;
};

/// Statements that take effect together. Rolled back unless committed. In SQLite a reader blocks
/// commits by writers, so keep slow work out of it.
class Transaction {
public:
    Transaction() = default;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    virtual ~Transaction() = default;

    /// Calls `use` for each row of the result. `use` may run other statements.
    void query(std::string_view sql, Values values, const RowUse& use)
    {
        do_query(sql, {values.begin(), values.size()}, use);
    }

    /// Runs a statement without a result. Returns the number of inserted, changed or deleted rows.
    std::int64_t run(std::string_view sql, Values values)
    {
        return do_run(sql, {values.begin(), values.size()});
    }

    /// Runs a script of statements that return no rows.
    virtual void run_script(const std::string& sql) = 0;

    /// One at a time, with no other statement until it is complete. \pre the names are literals
    [[nodiscard]] virtual std::unique_ptr<Copy> copy(std::string_view table,
                                                     std::span<const std::string_view> columns) = 0;

    /// Waits until no other transaction holds one of these names, then holds them until the
    /// transaction ends. `names` is a JSON array of texts, in any order.
    virtual void lock(std::string_view names) = 0;

    /// Tells those who watch the database (changes.hpp) that there is something new once this is
    /// committed. In SQLite they see it without that.
    virtual void announce_change() = 0;

    /// Durable on return.
    virtual void commit() = 0;

private:
    virtual void
    do_query(std::string_view sql, std::span<const Value> values, const RowUse& use) = 0;
    virtual std::int64_t do_run(std::string_view sql, std::span<const Value> values) = 0;
};

/// How to open a database.
enum class Access {
    read,    ///< it must exist and have this program's schema; nothing is changed
    write,   ///< created if absent, and brought to this program's schema
    change,  ///< it must exist and have a schema, which is brought to this program's
    inspect, ///< it must exist; its schema may be older, or absent; nothing is changed
};

/// The number of the last applied migration, and of the last one of this program. 0 if there is no
/// schema.
struct SchemaVersion {
    int stored = 0;
    int latest = 0;
};

/// One connection. One transaction at a time.
class Database {
public:
    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    virtual ~Database() = default;

    [[nodiscard]] virtual Backend backend() const noexcept = 0;

    /// A transaction that sees one snapshot of the database and changes nothing.
    [[nodiscard]] virtual std::unique_ptr<Transaction> begin_read() = 0;

    /// A transaction whose commit is synced to disk, regardless of the server's default. In SQLite
    /// it locks the file exclusively.
    [[nodiscard]] virtual std::unique_ptr<Transaction> begin_write() = 0;

    /// Calls `use` for each row of a query of any size, in memory bounded by a few MiB. It holds no
    /// lock that blocks writers while `use` runs, however slow `use` is. All rows come from one
    /// snapshot of the database. Exceptions from `use` propagate. \pre there is no transaction
    void stream(std::string_view sql, Values values, const RowUse& use)
    {
        stream(sql, std::span{values.begin(), values.size()}, use);
    }
    virtual void stream(std::string_view sql, std::span<const Value> values, const RowUse& use) = 0;

    /// Throws Error{unavailable} if a newer cb created the database, and Error{bad_input} if an
    /// applied migration differs from this program's.
    [[nodiscard]] virtual SchemaVersion schema_version() = 0;

    /// Makes the space of deleted rows free. In SQLite the file shrinks; the first time it is
    /// locked while it is copied, later for a moment at a time. In PostgreSQL others read and write
    /// meanwhile, and the space is reused. \pre there is no transaction, and the names are literals
    virtual void vacuum(std::span<const std::string_view> tables) = 0;
};

/// Reports how much of a step is done.
using StepProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Schema upgrades that SQL alone cannot express. Each is called after the file with that number,
/// in the same transaction.
using UpgradeSteps = std::map<int, std::function<void(Transaction&, Backend, const StepProgress&)>>;

/// Receives the name of the migration in progress, such as "004_measurements.sql", and how much of
/// its upgrade step is done. `total` is 0 if the migration has no such step.
using OnMigration =
    std::function<void(std::string_view name, std::uint64_t done, std::uint64_t total)>;

/// What brings a database to this program's schema, besides sql/BACKEND/*.sql.
struct Upgrades {
    UpgradeSteps steps{};
    OnMigration on_progress{}; ///< not called for a new database
};

/// Opens the database with this program's schema. Throws Error{usage} if libpq does not understand
/// the connection or the file does not exist, Error{bad_input} for a database not created by cb or,
/// for reading, of an older cb, and Error{unavailable} for one of a newer cb.
[[nodiscard]] std::unique_ptr<Database>
open_database(const Target& target, Access access, const Upgrades& upgrades = {});

/// Opens a database that another program created, only to read it. Throws Error{usage} if libpq
/// does not understand the connection.
[[nodiscard]] std::unique_ptr<Database> open_foreign(const Conninfo& conninfo);

} // namespace cb::db
