#include "db/sqlite.hpp"

#include "base/fd.hpp"
#include "base/heartbeat.hpp"
#include "db/decimal.hpp"
#include "db/row.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <sys/stat.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb::db {

namespace {

constexpr int busy_timeout_ms = 10'000;

/// Why a file cannot be opened. SQLite tries several ways, and errno is that of the last one. A
/// path that names no file is a typing error, which a retry does not fix.
DatabaseError cannot_open(const std::filesystem::path& path)
{
    const auto error = [&path](Errc code, const std::string& reason) {
        return DatabaseError{
            code, Cause::refused, fmt::format("{} cannot be opened: {}", path.native(), reason)};
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return error(Errc::usage,
                     fmt::format("it is a directory; name a file in it, such as {}",
                                 (path / "cb.db").lexically_normal().native()));
    }
    const bool exists = std::filesystem::exists(path, ignored);
    const auto needed = exists ? path : path.parent_path();
    if (::access(needed.c_str(), R_OK | W_OK) == 0) {
        return error(Errc::system, "the system refuses it");
    }
    const bool is_missing = errno == ENOENT || errno == ENOTDIR;
    return error(is_missing ? Errc::usage : Errc::system,
                 is_missing ? needed.native() + " is not there; make that directory first"
                            : std::generic_category().message(errno));
}

[[noreturn]] void throw_error(sqlite3* db, int code, const std::string& path)
{
    const auto fail = [](Errc errc, Cause cause, const std::string& message) {
        throw DatabaseError{errc, cause, message};
    };
    switch (code & 0xff) { // the rest distinguishes variants
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        fail(Errc::unavailable,
             Cause::busy,
             fmt::format("{} stayed locked by another process for {} s; try again",
                         path,
                         busy_timeout_ms / 1000));
        break;
    case SQLITE_NOTADB:
        fail(Errc::bad_input,
             Cause::damaged,
             path + " is not a database of cb; name another file, or a new one for cb store");
        break;
    case SQLITE_CORRUPT:
        fail(Errc::bad_input, Cause::damaged, path + " is damaged; restore a backup of it");
        break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        throw cannot_open(path);
    case SQLITE_READONLY:
        if (code == SQLITE_READONLY_ROLLBACK) {
            fail(Errc::system,
                 Cause::refused,
                 path + " was left in the middle of a change; let a user who may write it read it "
                        "once, which undoes the change");
        }
        fail(Errc::system,
             Cause::refused,
             path + " or its directory is read-only; make both writable for this user, because "
                    "SQLite keeps a journal beside the file");
        break;
    case SQLITE_FULL:
    case SQLITE_IOERR:
        fail(Errc::system,
             (code & 0xff) == SQLITE_FULL ? Cause::full : Cause::other,
             fmt::format("{} cannot be written: {}", path, ::sqlite3_errmsg(db)));
        break;
    default:
        break;
    }
    throw DatabaseError{Errc::bad_input,
                        (code & 0xff) == SQLITE_CONSTRAINT ? Cause::constraint : Cause::other,
                        fmt::format("{}: {}", path, ::sqlite3_errmsg(db))};
}

/// A statement may take minutes, in which it is seen that cb works.
int beat_and_continue(void* /*unused*/)
{
    beat();
    return 0;
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
    db::check(db, code);
}

void Statement::check(int code) const
{
    db::check(::sqlite3_db_handle(statement_.get()), code);
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

bool Statement::is_busy() const noexcept
{
    return ::sqlite3_stmt_busy(statement_.get()) != 0;
}

Statement& Statement::bind(std::span<const Value> values)
{
    reset();
    for (std::size_t i = 0; i < values.size(); ++i) {
        while (places_.size() <= i) {
            const auto name = fmt::format("${}", places_.size() + 1);
            places_.push_back(::sqlite3_bind_parameter_index(statement_.get(), name.c_str()));
        }
        if (places_[i] != 0) {
            bind_at(places_[i], values[i]);
        }
    }
    return *this;
}

void Statement::bind_at(int place, const Value& value)
{
    auto* const raw = statement_.get();
    const auto bind_text = [&](std::string_view text, sqlite3_destructor_type lifetime) {
        const char* const data = text.data() != nullptr ? text.data() : "";
        return ::sqlite3_bind_text64(raw, place, data, text.size(), lifetime, SQLITE_UTF8);
    };
    struct Bind {
        sqlite3_stmt* raw;
        int place;
        const decltype(bind_text)& text;

        int operator()(Null) const { return ::sqlite3_bind_null(raw, place); }
        int operator()(bool truth) const { return ::sqlite3_bind_int(raw, place, truth ? 1 : 0); }
        int operator()(std::int64_t number) const
        {
            return ::sqlite3_bind_int64(raw, place, number);
        }
        int operator()(double number) const { return ::sqlite3_bind_double(raw, place, number); }
        int operator()(std::string_view held) const { return text(held, SQLITE_STATIC); }
        int operator()(Blob blob) const
        {
            const char* const data = blob.bytes.data() != nullptr ? blob.bytes.data() : "";
            return ::sqlite3_bind_blob64(raw, place, data, blob.bytes.size(), SQLITE_STATIC);
        }
        int operator()(Numbers numbers) const
        {
            std::string list{'['};
            append_decimals(list, numbers.values);
            list += ']';
            return text(list, SQLITE_TRANSIENT);
        }
        int operator()(Time time) const { return text(to_milliseconds(time), SQLITE_TRANSIENT); }
    };
    check(std::visit(Bind{raw, place, bind_text}, value.held()));
}

bool Statement::is_null(int column) const
{
    return ::sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const
{
    return ::sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const
{
    return ::sqlite3_column_double(statement_.get(), column);
}

std::string_view Statement::text(int column) const
{
    const auto* const text = ::sqlite3_column_blob(statement_.get(), column);
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(statement_.get(), column));
    return {static_cast<const char*>(text), size};
}

void Statement::take_cells(std::vector<Cell>& cells) const
{
    cells.clear();
    const int count = ::sqlite3_data_count(statement_.get());
    for (int i = 0; i < count; ++i) {
        switch (::sqlite3_column_type(statement_.get(), i)) {
        case SQLITE_NULL:
            cells.emplace_back(Null{});
            break;
        case SQLITE_INTEGER:
            cells.emplace_back(integer(i));
            break;
        case SQLITE_FLOAT:
            cells.emplace_back(real(i));
            break;
        default:
            cells.emplace_back(text(i));
        }
    }
}

Sqlite::Sqlite(const std::filesystem::path& path, Mode mode)
{
    // An absolute path, so that "file:…" and ":memory:" are ordinary file names.
    const auto name = std::filesystem::absolute(path).native();
    std::error_code ignored;
    // SQLite would open a directory read-only and then fail to read it.
    if (std::filesystem::is_directory(name, ignored)) {
        throw cannot_open(name);
    }
    if (mode == Mode::write) {
        // A new database is private to its owner; SQLite itself would make it world-readable. An
        // empty file is a valid database without tables, and its journal gets the permissions of
        // the file.
        const Fd made{
            ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    }
    // A reader opens the file for writing, too, if it may: a killed writer can leave a journal that
    // the next connection must play back (https://www.sqlite.org/lockingv3.html#hot_journals).
    const int access = SQLITE_OPEN_READWRITE | (mode == Mode::write ? SQLITE_OPEN_CREATE : 0);
    // One thread uses a connection. Without mutexes, rows are read a quarter faster.
    const int flags = access | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    sqlite3* raw = nullptr;
    const int code = ::sqlite3_open_v2(name.c_str(), &raw, flags, nullptr);
    db_.reset(raw);
    if (code != SQLITE_OK) {
        throw_error(raw, code, name);
    }
    ::sqlite3_busy_timeout(raw, busy_timeout_ms);
    constexpr int instructions_per_beat = 1'000'000; // some 10 ms
    ::sqlite3_progress_handler(raw, instructions_per_beat, &beat_and_continue, nullptr);
    if (mode == Mode::read) {
        run_script("PRAGMA query_only = ON");
    }
}

void Sqlite::run_script(const std::string& sql)
{
    check(db_.get(), ::sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

std::shared_ptr<Statement> Sqlite::statement(std::string_view sql)
{
    auto& kept = statements_[std::string{sql}];
    if (!kept) {
        kept = std::make_shared<Statement>(db_.get(), sql);
    }
    // The consumer of a query may run the same query for each of its rows.
    return kept->is_busy() ? std::make_shared<Statement>(db_.get(), sql) : kept;
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
bool Sqlite::is_in_transaction() const noexcept
{
    return ::sqlite3_get_autocommit(db_.get()) == 0;
}

} // namespace cb::db
