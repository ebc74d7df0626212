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

/// What SQL needs, for SQLite and PostgreSQL, and nothing of what is stored.
///
/// A statement is written once: its parameters are $1, $2, …, and both databases know JSON
/// operators, ON CONFLICT, RETURNING, common table expressions and windows. What they spell
/// differently is in dialect.hpp and in COPY. An INSERT from a SELECT with ON CONFLICT needs a
/// WHERE, which SQLite's grammar asks for.
///
/// Everything throws DatabaseError: {unavailable} when the database cannot be reached, stays locked
/// or refuses the work, {system} when its file cannot be written, {bad_input} when it is damaged or
/// the data breaks a rule of the schema.
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

    /// \pre as many values as there are columns
    virtual void add(Values row) = 0;
    /// To be called last: rows without it may be missing.
    virtual void complete() = 0;
};

/// Statements that take effect together. Rolled back unless it is committed. In SQLite a reader
/// keeps writers from committing, so what is slow does not belong in here.
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

    /// Runs a statement without a result; returns how many rows it inserted, changed or deleted.
    std::int64_t run(std::string_view sql, Values values)
    {
        return do_run(sql, {values.begin(), values.size()});
    }

    /// Runs a script of statements that give no rows.
    virtual void run_script(const std::string& sql) = 0;

    /// One at a time, and no other statement until it is complete. \pre the names are literals
    [[nodiscard]] virtual std::unique_ptr<Copy> copy(std::string_view table,
                                                     std::span<const std::string_view> columns) = 0;

    /// Waits until no other transaction holds one of these names, and holds them until it ends.
    /// `names` is a JSON array of texts, in any order.
    virtual void lock(std::string_view names) = 0;

    /// Durable when it returns.
    virtual void commit() = 0;

private:
    virtual void
    do_query(std::string_view sql, std::span<const Value> values, const RowUse& use) = 0;
    virtual std::int64_t do_run(std::string_view sql, std::span<const Value> values) = 0;
};

/// How a database is opened.
enum class Access {
    read,  ///< it must be there, and nothing is changed
    write, ///< made where there is none, and brought to the schema of this program
};

/// One connection. One transaction at a time.
class Database {
public:
    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    virtual ~Database() = default;

    [[nodiscard]] virtual Backend backend() const noexcept = 0;

    /// A transaction that sees one state of the database and changes nothing.
    [[nodiscard]] virtual std::unique_ptr<Transaction> begin_read() = 0;

    /// A transaction whose commit is synced to disk, whatever the server's default. In SQLite it
    /// has the file to itself.
    [[nodiscard]] virtual std::unique_ptr<Transaction> begin_write() = 0;

    /// Calls `use` for each row of a query of any size, in memory bounded by some MiB. No lock that
    /// keeps writers out is held while `use` works, however slow it is; all rows are of one state
    /// of the database. What `use` throws passes through. \pre there is no transaction
    void stream(std::string_view sql, Values values, const RowUse& use)
    {
        stream(sql, std::span{values.begin(), values.size()}, use);
    }
    virtual void stream(std::string_view sql, std::span<const Value> values, const RowUse& use) = 0;
};

/// What SQL alone cannot do to bring a schema up to date: called after the file of that number, in
/// the same transaction.
using UpgradeSteps = std::map<int, std::function<void(Transaction&, Backend)>>;

/// Opens the database with the schema of this program: sql/BACKEND/*.sql, and `steps`. Throws
/// Error{usage} for a connection that libpq cannot understand and for a file that is not there,
/// Error{bad_input} for a database not created by cb, Error{unavailable} for one of a newer cb.
[[nodiscard]] std::unique_ptr<Database>
open_database(const Target& target, Access access, const UpgradeSteps& steps = {});

} // namespace cb::db
