#include "db/backends.hpp"
#include "db/migrations.hpp"
#include "db/postgres_error.hpp"
#include "db/postgres_text.hpp"
#include "db/pqxx_compat.hpp"

#include <fmt/format.h>

namespace cb::db {

namespace {

/// Held during a migration: "cbstore" in ASCII.
constexpr std::int64_t migration_lock = 0x63'62'73'74'6F'72'65;
constexpr std::string_view database_name = "the PostgreSQL database";
/// How many rows stream() buffers.
constexpr int rows_per_fetch = 1000;

/// Set at the start of each transaction instead of once per session, because a pool may assign each
/// transaction another session. They make texts independent of the defaults of server, database and
/// role. A lock times out after a minute unless the connection says otherwise.
constexpr const char* settings =
    "SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true), "
    "set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true), "
    "set_config('lock_timeout', CASE current_setting('lock_timeout') WHEN '0' THEN '60s' "
    "ELSE current_setting('lock_timeout') END, true)";

/// A commit is durable before it is acknowledged; a stricter setting than `on` stays.
constexpr const char* sync_commit =
    "SELECT set_config('synchronous_commit', 'on', true) "
    "WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')";

/// Optimize a cursor for all rows instead of the first few.
constexpr const char* all_rows = "SELECT set_config('cursor_tuple_fraction', '1', true)";

class PostgresRow final : public Row {
public:
    explicit PostgresRow(const pqxx::row& row) : row_{row} {}

    [[nodiscard]] bool is_null(int column) const override { return row_[column].is_null(); }
    [[nodiscard]] std::int64_t integer(int column) const override
    {
        return is_null(column) ? 0 : parse_integer(text(column));
    }
    [[nodiscard]] bool truth(int column) const override { return text(column) == "t"; }
    [[nodiscard]] double real(int column) const override
    {
        return is_null(column) ? 0 : parse_real(text(column));
    }
    [[nodiscard]] std::string_view text(int column) const override
    {
        const auto field = row_[column];
        return {field.c_str(), field.size()};
    }
    [[nodiscard]] std::string bytes(int column) const override { return parse_bytea(text(column)); }
    /// With the settings above, the offset is "+00".
    [[nodiscard]] std::optional<Time> time(int column) const override
    {
        return is_null(column) ? std::nullopt
                               : std::optional{parse_time(std::string{text(column)} + ":00")};
    }

private:
    const pqxx::row& row_;
};

void use_rows(const pqxx::result& result, const RowUse& use)
{
    for (const auto& row : result) {
        use(PostgresRow{row});
    }
}

class PostgresCopy final : public Copy {
public:
    PostgresCopy(const Conninfo& conninfo,
                 pqxx::transaction_base& transaction,
                 std::string_view table,
                 std::span<const std::string_view> columns)
        : conninfo_{conninfo}, stream_{transaction,
                                       std::string{table},
                                       fmt::format("{}", fmt::join(columns, ", "))}
    {}
    void add(Values row) override
    {
        with_errors(conninfo_, [&] { stream_.add(texts_.of({row.begin(), row.size()})); });
    }
    void complete() override
    {
        with_errors(conninfo_, [&] { stream_.complete(); });
    }

private:
    const Conninfo& conninfo_;
    TextValues texts_{};
    CopyStream stream_;
};

class PostgresTransaction final : public Transaction {
public:
    PostgresTransaction(const Conninfo& conninfo,
                        std::unique_ptr<pqxx::transaction_base> begun,
                        const char* first)
        : conninfo_{conninfo}, transaction_{std::move(begun)}
    {
        with_errors(conninfo_, [&] { transaction_->exec(fmt::format("{}; {}", first, settings)); });
    }

    void run_script(const std::string& sql) override
    {
        with_errors(conninfo_, [&] { transaction_->exec(sql); });
    }
    [[nodiscard]] std::unique_ptr<Copy> copy(std::string_view table,
                                             std::span<const std::string_view> columns) override
    {
        return with_errors(conninfo_, [&]() -> std::unique_ptr<Copy> {
            return std::make_unique<PostgresCopy>(conninfo_, *transaction_, table, columns);
        });
    }
    /// In hash order, so that two processes cannot deadlock.
    void lock(std::string_view names) override
    {
        run("SELECT pg_advisory_xact_lock(hash) FROM (SELECT DISTINCT hashtextextended(value, 0) "
            "AS hash FROM json_array_elements_text($1::json) ORDER BY hash) AS sorted",
            {names});
    }
    void announce_change() override
    {
        with_errors(conninfo_,
                    [&] { transaction_->exec(fmt::format("NOTIFY {}", change_channel)); });
    }
    void commit() override
    {
        with_errors(conninfo_, [&] { transaction_->commit(); });
    }
    [[nodiscard]] pqxx::transaction_base& raw() const noexcept { return *transaction_; }

private:
    [[nodiscard]] pqxx::result result_of(std::string_view sql, std::span<const Value> values)
    {
        TextValues texts;
        return with_errors(conninfo_,
                           [&] { return exec(*transaction_, std::string{sql}, texts.of(values)); });
    }
    void do_query(std::string_view sql, std::span<const Value> values, const RowUse& use) override
    {
        use_rows(result_of(sql, values), use);
    }
    std::int64_t do_run(std::string_view sql, std::span<const Value> values) override
    {
        return static_cast<std::int64_t>(result_of(sql, values).affected_rows());
    }

    const Conninfo& conninfo_;
    std::unique_ptr<pqxx::transaction_base> transaction_;
};

class PostgresDatabase final : public Database, public Migrated {
public:
    /// A database with any tables.
    explicit PostgresDatabase(const Conninfo& conninfo) : conninfo_{conninfo}
    {
        with_errors(conninfo_, [&] {
            connection_ = std::make_unique<pqxx::connection>(conninfo_.connection_string());
        });
    }

    PostgresDatabase(const Conninfo& conninfo, Access access, const Upgrades& upgrades)
        : PostgresDatabase{conninfo}
    {
        migrate(*this, database_name, access, upgrades);
    }

    [[nodiscard]] Backend backend() const noexcept override { return Backend::postgres; }
    [[nodiscard]] std::unique_ptr<Transaction> begin_read() override
    {
        return begin<pqxx::read_transaction>("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    }
    [[nodiscard]] std::unique_ptr<Transaction> begin_write() override
    {
        return begin<pqxx::work>(sync_commit);
    }
    using Database::stream;
    void stream(std::string_view sql, std::span<const Value> values, const RowUse& use) override
    {
        const auto transaction = begin<pqxx::read_transaction>(all_rows);
        auto& raw = transaction->raw();
        const auto fetch = fmt::format("FETCH FORWARD {} FROM streamed", rows_per_fetch);
        const auto next = [&] { return with_errors(conninfo_, [&] { return raw.exec(fetch); }); };
        with_errors(conninfo_, [&] {
            TextValues texts;
            exec(raw,
                 fmt::format("DECLARE streamed NO SCROLL CURSOR FOR {}", sql),
                 texts.of(values));
        });
        for (auto rows = next(); !rows.empty(); rows = next()) {
            use_rows(rows, use);
        }
    }

    [[nodiscard]] SchemaVersion schema_version() override
    {
        return schema_version_of(*this, database_name);
    }

    void vacuum(std::span<const std::string_view> tables) override
    {
        with_errors(conninfo_, [&] {
            pqxx::nontransaction session{*connection_}; // VACUUM refuses to run in a transaction
            for (const auto table : tables) {
                session.exec(fmt::format("VACUUM (ANALYZE) {}", table));
            }
        });
    }

    [[nodiscard]] Database& database() override { return *this; }
    [[nodiscard]] bool is_replica(Transaction& transaction) override
    {
        bool is_replica = false;
        transaction.query("SELECT pg_is_in_recovery()", {}, [&is_replica](const Row& row) {
            is_replica = row.truth(0);
        });
        return is_replica;
    }
    [[nodiscard]] bool has_migrations(Transaction& transaction) override
    {
        // Not to_regclass(), because a session may cache for a while that a name did not exist.
        bool found = false;
        transaction.query("SELECT 1 FROM pg_tables WHERE tablename = 'schema_migration' "
                          "AND schemaname = ANY (current_schemas(false))",
                          {},
                          [&found](const Row&) { found = true; });
        return found;
    }
    [[nodiscard]] std::unique_ptr<Transaction> begin_migration() override
    {
        auto transaction = begin_write();
        check_server(*transaction);
        transaction->run("SELECT pg_advisory_xact_lock($1)", {migration_lock});
        return transaction;
    }
    void end_migration(std::unique_ptr<Transaction> transaction) override { transaction->commit(); }

private:
    /// `first` is the statement that starts this kind of transaction.
    template <typename Kind>
    [[nodiscard]] std::unique_ptr<PostgresTransaction> begin(const char* first)
    {
        return with_errors(conninfo_, [&] {
            return std::make_unique<PostgresTransaction>(
                conninfo_, std::make_unique<Kind>(*connection_), first);
        });
    }

    void check_server(Transaction& transaction) const
    {
        constexpr int min_version = 130000;
        if (connection_->server_version() < min_version) {
            throw Error{Errc::unavailable,
                        fmt::format("the PostgreSQL server is of version {}; cb needs 13 or later",
                                    connection_->server_version() / 10000)};
        }
        std::string encoding;
        transaction.query("SELECT current_setting('server_encoding')", {}, [&](const Row& row) {
            encoding = row.text(0);
        });
        if (encoding != "UTF8") {
            throw Error{Errc::unavailable,
                        fmt::format("{} has the encoding {}, and cb needs UTF8; make it with "
                                    "createdb -E UTF8 -T template0",
                                    database_name,
                                    encoding)};
        }
    }

    Conninfo conninfo_;
    std::unique_ptr<pqxx::connection> connection_{};
};

} // namespace

std::unique_ptr<Database> open_foreign(const Conninfo& conninfo)
{
    return std::make_unique<PostgresDatabase>(conninfo);
}

std::unique_ptr<Database>
open_postgres(const Conninfo& conninfo, Access access, const Upgrades& upgrades)
{
    return std::make_unique<PostgresDatabase>(conninfo, access, upgrades);
}

} // namespace cb::db
