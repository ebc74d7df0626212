#include "db/backends.hpp"
#include "db/postgres_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <libpq-fe.h>
#include <string>
#include <utility>

namespace cb::db {

namespace {

constexpr std::chrono::seconds time_to_connect{30};
constexpr std::chrono::seconds time_to_answer{30};
constexpr std::chrono::seconds between_questions{2};

struct FinishConnection {
    void operator()(PGconn* connection) const noexcept { ::PQfinish(connection); }
};
struct ClearResult {
    void operator()(PGresult* result) const noexcept { ::PQclear(result); }
};
struct FreeNotification {
    void operator()(PGnotify* notification) const noexcept { ::PQfreemem(notification); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

/// Uses libpq without libpqxx, whose functions wait where no signal ends them.
class PostgresChanges final : public Changes {
public:
    explicit PostgresChanges(Conninfo conninfo) : conninfo_{std::move(conninfo)}
    {
        connect();
        listen_or_ask();
    }

    [[nodiscard]] bool wait(const Deadline& deadline) override
    {
        return replayed_ ? wait_for_replay(deadline) : wait_for_notification(deadline);
    }

private:
    [[noreturn]] void fail_lost() const
    {
        const std::string message{::PQerrorMessage(connection_.get())};
        throw_postgres_error(conninfo_, "", message.empty() ? "the connection is lost" : message);
    }

    void connect()
    {
        connection_.reset(::PQconnectStart(conninfo_.connection_string().c_str()));
        if (!connection_) {
            throw std::bad_alloc{};
        }
        const auto deadline = deadline_in(time_to_connect);
        auto next = PGRES_POLLING_WRITING; // libpq: what to wait for before the first poll
        while (next != PGRES_POLLING_OK) {
            const int fd = ::PQsocket(connection_.get());
            if (next == PGRES_POLLING_FAILED || fd < 0) {
                fail_lost();
            }
            const bool is_ready = next == PGRES_POLLING_READING ? wait_readable(fd, deadline)
                                                                : wait_writable(fd, deadline);
            if (!is_ready) {
                throw_postgres_error(
                    conninfo_,
                    "",
                    fmt::format("no connection within {} s", time_to_connect.count()));
            }
            next = ::PQconnectPoll(connection_.get());
        }
    }

    void consume() const
    {
        if (::PQconsumeInput(connection_.get()) == 0) {
            fail_lost();
        }
    }

    /// The next part of the answer; null after the last one.
    [[nodiscard]] Result next_result(const Deadline& deadline) const
    {
        while (::PQisBusy(connection_.get()) != 0) {
            if (!wait_readable(::PQsocket(connection_.get()), deadline)) {
                throw_postgres_error(
                    conninfo_, "", fmt::format("no answer within {} s", time_to_answer.count()));
            }
            consume();
        }
        return Result{::PQgetResult(connection_.get())};
    }

    /// Returns the value of the only row and column; "" if there is no row. Throws DatabaseError.
    std::string ask(const std::string& sql) const
    {
        if (::PQsendQuery(connection_.get(), sql.c_str()) == 0) {
            fail_lost();
        }
        const auto deadline = deadline_in(time_to_answer);
        std::string value;
        while (const auto result = next_result(deadline)) {
            const auto status = ::PQresultStatus(result.get());
            if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
                const char* const sqlstate = ::PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
                throw_postgres_error(conninfo_,
                                     sqlstate == nullptr ? "" : sqlstate,
                                     ::PQresultErrorMessage(result.get()));
            }
            if (::PQntuples(result.get()) > 0) {
                value = ::PQgetvalue(result.get(), 0, 0);
            }
        }
        return value;
    }

    void listen_or_ask()
    {
        if (ask("SELECT pg_is_in_recovery()") == "t") {
            replayed_ = ask_replayed();
        } else {
            replayed_.reset();
            ask(fmt::format("LISTEN {}", change_channel));
        }
    }

    /// When the last transaction that this standby shows was committed; "" if it became a primary.
    [[nodiscard]] std::string ask_replayed() const
    {
        return ask("SELECT 'at ' || coalesce(pg_last_xact_replay_timestamp()::text, '') "
                   "WHERE pg_is_in_recovery()");
    }

    [[nodiscard]] bool wait_for_notification(const Deadline& deadline) const
    {
        for (;;) {
            bool has_any = false;
            while (const std::unique_ptr<PGnotify, FreeNotification> one{
                ::PQnotifies(connection_.get())}) {
                has_any = true;
            }
            if (has_any) {
                return true;
            }
            if (!wait_readable(::PQsocket(connection_.get()), deadline)) {
                return false;
            }
            consume();
        }
    }

    [[nodiscard]] bool wait_for_replay(const Deadline& deadline)
    {
        for (;;) {
            const auto current = ask_replayed();
            if (current.empty()) { // it was promoted
                listen_or_ask();
                return true;
            }
            if (current != *replayed_) {
                replayed_ = current;
                return true;
            }
            const auto next = deadline_in(between_questions);
            static_cast<void>(wait_readable(-1, deadline ? std::min(deadline, next) : next));
            if (deadline && std::chrono::steady_clock::now() >= *deadline) {
                return false;
            }
        }
    }

    Conninfo conninfo_;
    std::unique_ptr<PGconn, FinishConnection> connection_{};
    std::optional<std::string> replayed_{}; ///< of a standby; nullopt: LISTEN works
};

} // namespace

std::unique_ptr<Changes> watch_postgres(const Conninfo& conninfo)
{
    return std::make_unique<PostgresChanges>(conninfo);
}

} // namespace cb::db
