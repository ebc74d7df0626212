#pragma once

#include "db/error.hpp"
#include "db/packed_rows.hpp"
#include "db/value.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

/// RAII wrappers for SQLite's C interface (https://www.sqlite.org/c3ref/intro.html). Errors become
/// DatabaseError: {unavailable} if the file stays locked for 10 s, {system} if it cannot be read or
/// written, {bad_input} if it is damaged or not a database.
namespace cb::db {

struct CloseSqlite {
    void operator()(sqlite3* db) const noexcept;
};
struct FinalizeSqlite {
    void operator()(sqlite3_stmt* statement) const noexcept;
};

/// A prepared statement. Bound texts must live until it is reset or bound again.
class Statement {
public:
    /// \pre the connection outlives the statement
    Statement(sqlite3* db, std::string_view sql);

    /// Restarts with these values for $1, $2, ….
    Statement& bind(std::span<const Value> values);

    /// Advances to the next row; false if there is none.
    [[nodiscard]] bool step();

    /// Drops the remaining rows, and with them the lock on the file.
    void reset() noexcept;

    /// Whether it was stepped and not reset since.
    [[nodiscard]] bool is_busy() const noexcept;

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    /// Also returns the bytes of a blob. Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const;
    /// The whole row.
    void take_cells(std::vector<Cell>& cells) const;

private:
    void bind_at(int place, const Value& value);
    void check(int code) const;

    std::unique_ptr<sqlite3_stmt, FinalizeSqlite> statement_;
    std::vector<int>
        places_{}; ///< SQLite's parameter number for each of $1, $2, …; 0: not in the statement
};

/// Resets a statement at the end of the scope.
class Rows {
public:
    explicit Rows(std::shared_ptr<Statement> statement) : statement_{std::move(statement)} {}
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows() { statement_->reset(); }
    [[nodiscard]] Statement* operator->() const noexcept { return statement_.get(); }

private:
    std::shared_ptr<Statement> statement_;
};

/// One connection to a database file.
class Sqlite {
public:
    enum class Mode { read, write };

    /// With Mode::read, statements cannot change the database, and it must exist. Throws
    /// DatabaseError.
    Sqlite(const std::filesystem::path& path, Mode mode);

    /// Runs a script of statements that give no rows.
    void run_script(const std::string& sql);
    /// The statement, prepared once per connection; one caller at a time may use it.
    [[nodiscard]] std::shared_ptr<Statement> statement(std::string_view sql);
    /// The number in the query's only row; 0 if there is no row.
    [[nodiscard]] std::int64_t number(std::string_view sql);
    /// The number of rows that the last statement inserted, changed or deleted.
    [[nodiscard]] int changes() const noexcept;
    [[nodiscard]] bool is_in_transaction() const noexcept;

private:
    std::unique_ptr<sqlite3, CloseSqlite> db_;
    std::unordered_map<std::string, std::shared_ptr<Statement>> statements_;
};

} // namespace cb::db
