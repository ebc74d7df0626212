#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite's C interface (https://www.sqlite.org/c3ref/intro.html) behind RAII. Errors become
/// Error: {unavailable} where the file stays locked for 10 s, {system} where it cannot be read or
/// written, {bad_input} where it is damaged or no database.
namespace cb::store {

struct CloseSqlite {
    void operator()(sqlite3* db) const noexcept;
};
struct FinalizeSqlite {
    void operator()(sqlite3_stmt* statement) const noexcept;
};

/// A prepared statement. Texts that were bound must live until it is reset or bound anew.
class Statement {
public:
    /// \pre the connection outlives the statement
    Statement(sqlite3* db, std::string_view sql);

    /// Starts anew with these values: integers, doubles, texts and optionals of them.
    template <typename... Values> Statement& bind(const Values&... values)
    {
        reset();
        int place = 0;
        (bind_at(++place, values), ...);
        return *this;
    }

    /// Runs on to the next row; false when there is none.
    [[nodiscard]] bool step();

    /// Runs to the end, for statements that give no rows.
    template <typename... Values> void run(const Values&... values)
    {
        bind(values...);
        while (step()) {
        }
        reset();
    }

    /// Gives up the rest of the rows, and with them the lock on the file.
    void reset() noexcept;

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::optional<std::string> maybe_text(int column) const;

private:
    void bind_at(int place, std::int64_t value);
    void bind_at(int place, int value) { bind_at(place, std::int64_t{value}); }
    void bind_at(int place, double value);
    void bind_at(int place, std::string_view value);
    void bind_at(int place, const std::string& value) { bind_at(place, std::string_view{value}); }
    void bind_null(int place);
    template <typename T> void bind_at(int place, const std::optional<T>& value)
    {
        if (value) {
            bind_at(place, *value);
        } else {
            bind_null(place);
        }
    }
    void check(int code) const;

    std::unique_ptr<sqlite3_stmt, FinalizeSqlite> statement_;
};

/// A statement that is reset at the end of the scope.
class Rows {
public:
    explicit Rows(Statement& statement) : statement_{statement} {}
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows() { statement_.reset(); }
    [[nodiscard]] Statement* operator->() const noexcept { return &statement_; }

private:
    Statement& statement_;
};

/// One connection to a database file.
class Sqlite {
public:
    enum class Mode { read, write };

    Sqlite(const std::filesystem::path& path, Mode mode);

    /// Runs a script of statements that give no rows.
    void run_script(const std::string& sql);
    /// The statement, prepared once a connection. \pre `sql` is a literal
    [[nodiscard]] Statement& statement(std::string_view sql);
    /// The number that the only row of the query holds; 0 if there is no row.
    [[nodiscard]] std::int64_t number(std::string_view sql);
    /// Rows that the last statement inserted, changed or deleted.
    [[nodiscard]] int changes() const noexcept;
    [[nodiscard]] std::int64_t last_id() const noexcept;
    [[nodiscard]] bool is_in_transaction() const noexcept;

private:
    std::unique_ptr<sqlite3, CloseSqlite> db_;
    std::unordered_map<std::string_view, Statement> statements_;
};

/// A transaction that may write from its begin on, so that it never fails half-way for a lock.
/// Rolled back unless it is committed.
class SqliteTransaction {
public:
    explicit SqliteTransaction(Sqlite& db);
    SqliteTransaction(const SqliteTransaction&) = delete;
    SqliteTransaction& operator=(const SqliteTransaction&) = delete;
    ~SqliteTransaction();
    void commit();

private:
    Sqlite& db_;
};

} // namespace cb::store
