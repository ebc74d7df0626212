#include "store/sqlite.hpp"

#include "base/fd.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <sys/stat.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb::store {

namespace {

constexpr int busy_timeout_ms = 10'000;

/// Why a file cannot be opened. SQLite tries several ways, and errno is that of the last. A path
/// that names no file is a typing error, which trying again does not mend.
Error cannot_open(const std::filesystem::path& path)
{
    const auto error = [&path](Errc code, const std::string& reason) {
        return Error{code, fmt::format("{} cannot be opened: {}", path.native(), reason)};
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return error(Errc::usage, "it is a directory");
    }
    const bool exists = std::filesystem::exists(path, ignored);
    const auto needed = exists ? path : path.parent_path();
    if (::access(needed.c_str(), R_OK | W_OK) == 0) {
        return error(Errc::system, "the system refuses it");
    }
    const bool is_missing = errno == ENOENT || errno == ENOTDIR;
    return error(is_missing ? Errc::usage : Errc::system,
                 is_missing ? needed.native() + " is not there"
                            : std::generic_category().message(errno));
}

[[noreturn]] void throw_error(sqlite3* db, int code, const std::string& path)
{
    switch (code & 0xff) { // the rest tells variants apart
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Error{Errc::unavailable,
                    fmt::format("{} stayed locked by another process for {} s; try again",
                                path,
                                busy_timeout_ms / 1000)};
    case SQLITE_NOTADB:
        throw Error{Errc::bad_input, path + " is not a database of cb"};
    case SQLITE_CORRUPT:
        throw Error{Errc::bad_input, path + " is damaged; restore a backup of it"};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        throw cannot_open(path);
    case SQLITE_READONLY:
        throw Error{Errc::system, fmt::format("{} or its directory is read-only", path)};
    case SQLITE_FULL:
    case SQLITE_IOERR:
        throw Error{Errc::system,
                    fmt::format("{} cannot be written: {}", path, ::sqlite3_errmsg(db))};
    default:
        throw Error{Errc::bad_input, fmt::format("{}: {}", path, ::sqlite3_errmsg(db))};
    }
}

void check(sqlite3* db, int code)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        const char* const path = ::sqlite3_db_filename(db, "main");
        throw_error(db, code, path != nullptr ? path : "the database");
    }
}

} // namespace

void CloseSqlite::operator()(sqlite3* db) const noexcept
{
    ::sqlite3_close(db);
}
void FinalizeSqlite::operator()(sqlite3_stmt* statement) const noexcept
{
    ::sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* db, std::string_view sql)
{
    sqlite3_stmt* raw = nullptr;
    const int code = ::sqlite3_prepare_v3(
        db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    statement_.reset(raw);
    store::check(db, code);
}

void Statement::check(int code) const
{
    store::check(::sqlite3_db_handle(statement_.get()), code);
}

bool Statement::step()
{
    const int code = ::sqlite3_step(statement_.get());
    check(code);
    return code == SQLITE_ROW;
}

void Statement::reset() noexcept
{
    ::sqlite3_reset(statement_.get());
}

void Statement::bind_at(int place, std::int64_t value)
{
    check(::sqlite3_bind_int64(statement_.get(), place, value));
}

void Statement::bind_at(int place, double value)
{
    check(::sqlite3_bind_double(statement_.get(), place, value));
}

void Statement::bind_at(int place, std::string_view value)
{
    const char* const data = value.data() != nullptr ? value.data() : "";
    check(::sqlite3_bind_text64(
        statement_.get(), place, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_null(int place)
{
    check(::sqlite3_bind_null(statement_.get(), place));
}

std::int64_t Statement::integer(int column) const
{
    return ::sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const
{
    return ::sqlite3_column_double(statement_.get(), column);
}

std::string Statement::text(int column) const
{
    return maybe_text(column).value_or("");
}

std::optional<std::string> Statement::maybe_text(int column) const
{
    const auto* const text = ::sqlite3_column_text(statement_.get(), column);
    if (text == nullptr) {
        return std::nullopt;
    }
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(statement_.get(), column));
    return std::string(text, text + size);
}

Sqlite::Sqlite(const std::filesystem::path& path, Mode mode)
{
    // An absolute path, so that "file:…" and ":memory:" are names of files like any other.
    const auto name = std::filesystem::absolute(path).native();
    std::error_code ignored;
    if (std::filesystem::is_directory(name,
                                      ignored)) { // which SQLite opens to read, and then cannot
        throw cannot_open(name);
    }
    if (mode == Mode::write) {
        // A new database is its owner's: SQLite itself would let everybody read it. An empty file
        // is a database without tables, and its journal gets the permissions of the file.
        const Fd made{
            ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    }
    const int flags =
        mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    const int code = ::sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_EXRESCODE, nullptr);
    db_.reset(raw);
    if (code != SQLITE_OK) {
        throw_error(raw, code, name);
    }
    ::sqlite3_busy_timeout(raw, busy_timeout_ms);
}

void Sqlite::run_script(const std::string& sql)
{
    check(db_.get(), ::sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

Statement& Sqlite::statement(std::string_view sql)
{
    const auto at = statements_.find(sql);
    return at != statements_.end()
               ? at->second
               : statements_.emplace(sql, Statement{db_.get(), sql}).first->second;
}

std::int64_t Sqlite::number(std::string_view sql)
{
    Statement query{db_.get(), sql};
    return query.step() ? query.integer(0) : 0;
}

int Sqlite::changes() const noexcept
{
    return ::sqlite3_changes(db_.get());
}
std::int64_t Sqlite::last_id() const noexcept
{
    return ::sqlite3_last_insert_rowid(db_.get());
}
bool Sqlite::is_in_transaction() const noexcept
{
    return ::sqlite3_get_autocommit(db_.get()) == 0;
}

SqliteTransaction::SqliteTransaction(Sqlite& db) : db_{db}
{
    db_.run_script("BEGIN IMMEDIATE");
}

SqliteTransaction::~SqliteTransaction()
{
    if (db_.is_in_transaction()) {
        try {
            db_.run_script("ROLLBACK");
        } catch (const Error&) { // NOLINT(bugprone-empty-catch): closing it rolls back as well
        }
    }
}

void SqliteTransaction::commit()
{
    db_.run_script("COMMIT");
}

} // namespace cb::store
