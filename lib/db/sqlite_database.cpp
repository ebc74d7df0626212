#include "base/collect.hpp"
#include "db/backends.hpp"
#include "db/migrations.hpp"
#include "db/packed_rows.hpp"
#include "db/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>

namespace cb::db {

namespace {

/// Marks the file as ours (https://www.sqlite.org/pragma.html#pragma_application_id): "cbdb".
constexpr std::int64_t application_id = 0x63626462;

class StatementRow final : public Row {
public:
    explicit StatementRow(const Statement& statement) : statement_{statement} {}

    [[nodiscard]] bool is_null(int column) const override { return statement_.is_null(column); }
    [[nodiscard]] std::int64_t integer(int column) const override
    {
        return statement_.integer(column);
    }
    [[nodiscard]] bool truth(int column) const override { return integer(column) != 0; }
    [[nodiscard]] double real(int column) const override { return statement_.real(column); }
    [[nodiscard]] std::string_view text(int column) const override
    {
        return statement_.text(column);
    }

private:
    const Statement& statement_;
};

class SqliteCopy final : public Copy {
public:
    SqliteCopy(Sqlite& db, std::string_view table, std::span<const std::string_view> columns)
    {
        std::string places;
        for (std::size_t i = 1; i <= columns.size(); ++i) {
            places += fmt::format("{}${}", i == 1 ? "" : ", ", i);
        }
        insert_ = db.statement(fmt::format(
            "INSERT INTO {} ({}) VALUES ({})", table, fmt::join(columns, ", "), places));
    }
    void add(Values row) override
    {
        insert_->bind({row.begin(), row.size()});
        while (insert_->step()) {
        }
        insert_->reset();
    }
    void complete() override {}

private:
    std::shared_ptr<Statement> insert_;
};

class SqliteTransaction final : public Transaction {
public:
    SqliteTransaction(Sqlite& db, const char* begin) : db_{db} { db_.run_script(begin); }
    ~SqliteTransaction() override
    {
        if (db_.is_in_transaction()) {
            try {
                db_.run_script("ROLLBACK");
            } catch (const Error&) { // NOLINT(bugprone-empty-catch): closing it rolls back as well
            }
        }
    }
    SqliteTransaction(const SqliteTransaction&) = delete;
    SqliteTransaction& operator=(const SqliteTransaction&) = delete;

    void run_script(const std::string& sql) override { db_.run_script(sql); }
    [[nodiscard]] std::unique_ptr<Copy> copy(std::string_view table,
                                             std::span<const std::string_view> columns) override
    {
        return std::make_unique<SqliteCopy>(db_, table, columns);
    }
    void lock(std::string_view) override {} // the transaction has the file to itself
    void announce_change() override {}      // the file changes
    void commit() override { db_.run_script("COMMIT"); }

private:
    void do_query(std::string_view sql, std::span<const Value> values, const RowUse& use) override
    {
        const Rows rows{db_.statement(sql)};
        rows->bind(values);
        const StatementRow row{*rows.operator->()};
        while (rows->step()) {
            use(row);
        }
    }
    std::int64_t do_run(std::string_view sql, std::span<const Value> values) override
    {
        do_query(sql, values, [](const Row&) {});
        return db_.changes();
    }

    Sqlite& db_;
};

/// The journal mode stays at SQLite's default, a rollback journal. A write-ahead log needs memory
/// shared between the file's users, which a network file system lacks, and adds two more files to
/// every copy. The drawback, that a reader blocks writers, matters little here: stream() holds no
/// lock while its caller works.
class SqliteDatabase final : public Database, public Migrated {
public:
    SqliteDatabase(const std::filesystem::path& path, Access access, const Upgrades& upgrades)
        : db_{path,
              access == Access::write || access == Access::change ? Sqlite::Mode::write
                                                                  : Sqlite::Mode::read},
          name_{path.native()}
    {
        check_is_ours(name_);
        db_.run_script("PRAGMA synchronous = FULL;"
                       "PRAGMA foreign_keys = ON;"
                       "PRAGMA cache_size = -32768;"); // KiB, so that a batch rarely spills
        migrate(*this, name_, access, upgrades);
    }

    [[nodiscard]] Backend backend() const noexcept override { return Backend::sqlite; }
    [[nodiscard]] std::unique_ptr<Transaction> begin_read() override
    {
        return std::make_unique<SqliteTransaction>(db_, "BEGIN");
    }
    /// Takes the write lock at BEGIN, so that it never fails half-way on a lock.
    [[nodiscard]] std::unique_ptr<Transaction> begin_write() override
    {
        return std::make_unique<SqliteTransaction>(db_, "BEGIN IMMEDIATE");
    }
    using Database::stream;
    void stream(std::string_view sql, std::span<const Value> values, const RowUse& use) override
    {
        PackedRows packed;
        {
            const Rows rows{db_.statement(sql)};
            rows->bind(values);
            std::vector<Cell> cells;
            while (rows->step()) {
                rows->take_cells(cells);
                packed.add(cells);
            }
        }
        packed.for_each(use);
    }

    [[nodiscard]] SchemaVersion schema_version() override
    {
        return schema_version_of(*this, name_);
    }

    /// Copying the file once turns on the mode in which later calls free a few pages at a time
    /// (https://www.sqlite.org/pragma.html#pragma_auto_vacuum). It is worth it if a tenth is free.
    void vacuum(std::span<const std::string_view>) override
    {
        constexpr std::int64_t incremental = 2;
        constexpr std::int64_t min_free_share = 10;
        const auto free_pages = [this] { return db_.number("PRAGMA freelist_count"); };
        if (db_.number("PRAGMA auto_vacuum") != incremental) {
            if (free_pages() * min_free_share >= db_.number("PRAGMA page_count")) {
                db_.run_script("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
            }
            return;
        }
        for (auto left = free_pages(); left > 0;) {
            db_.run_script("PRAGMA incremental_vacuum(1000)");
            const auto now_left = free_pages();
            if (now_left >= left) { // others delete as well
                break;
            }
            left = now_left;
            constexpr auto pause =
                std::chrono::milliseconds{50}; // for others who wait for the lock
            static_cast<void>(wait_readable(-1, deadline_in(pause)));
        }
    }

    [[nodiscard]] Database& database() override { return *this; }
    [[nodiscard]] bool is_replica(Transaction&) override { return false; }
    [[nodiscard]] bool has_migrations(Transaction&) override
    {
        return db_.number("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'") > 0;
    }
    /// A migration may recreate a table, and dropping the old one must not delete the rows that
    /// refer to it. This setting cannot be changed within a transaction.
    [[nodiscard]] std::unique_ptr<Transaction> begin_migration() override
    {
        db_.run_script("PRAGMA foreign_keys = OFF");
        return begin_write();
    }
    void end_migration(std::unique_ptr<Transaction> transaction) override
    {
        if (db_.number("SELECT count(*) FROM pragma_foreign_key_check") > 0) {
            throw DatabaseError{Errc::bad_input,
                                Cause::constraint,
                                "the database has rows that refer to rows that are not there; "
                                "restore a backup of it"};
        }
        db_.run_script(fmt::format("PRAGMA application_id = {}", application_id));
        transaction->commit();
        transaction.reset();
        db_.run_script("PRAGMA foreign_keys = ON");
    }

private:
    void check_is_ours(const std::string& name)
    {
        // In this order: another process may be creating the database, and it adds its tables and
        // the mark in one transaction.
        const bool has_content = db_.number("SELECT count(*) FROM sqlite_schema") > 0;
        if (has_content && db_.number("PRAGMA application_id") != application_id) {
            throw DatabaseError{Errc::bad_input,
                                Cause::damaged,
                                name + " is an SQLite database, but not one of cb; name another "
                                       "file, or a new one for cb store"};
        }
    }

    Sqlite db_;
    std::string name_; ///< in messages
};

} // namespace

std::unique_ptr<Database>
open_sqlite(const std::filesystem::path& path, Access access, const Upgrades& upgrades)
{
    std::error_code ignored;
    if (access != Access::write && !std::filesystem::exists(path, ignored)) {
        throw Error{Errc::usage, path.native() + ": there is no such database; cb store makes it"};
    }
    return std::make_unique<SqliteDatabase>(path, access, upgrades);
}

} // namespace cb::db
