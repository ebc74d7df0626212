#pragma once

#include <pqxx/pqxx>

#include <string>
#include <tuple>
#include <vector>

/// What is spelled differently in libpqxx 6.4 (Debian 12), 7.8 (Ubuntu 24.04) and 7.10 (Debian 13).
namespace cb::store {

/// Runs a query with $1, a text.
inline pqxx::result
exec(pqxx::transaction_base& transaction, const std::string& sql, const std::string& parameter)
{
#if PQXX_VERSION_MAJOR > 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR >= 10)
    return transaction.exec(sql, pqxx::params{parameter});
#else
    return transaction.exec_params(sql, parameter);
#endif
}

/// Makes the commit of this transaction durable before it is answered, whatever the server, the
/// database or the role has as its default; what is stricter than `on` stays. To be called first in
/// every transaction that writes, and not once a session: a pool may give each transaction another.
inline void sync_commit(pqxx::transaction_base& transaction)
{
    transaction.exec("SELECT set_config('synchronous_commit', 'on', true) WHERE "
                     "current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')");
}

/// Loads rows into a table by COPY. Never give it a std::optional: libpqxx 6.4 of Debian 12 is
/// built without, and takes it for a pointer.
class CopyInto {
public:
    /// \pre `table` and `columns` are literals: they are not quoted
#if PQXX_VERSION_MAJOR >= 7
    CopyInto(pqxx::transaction_base& transaction,
             const std::string& table,
             const std::string& columns)
        : stream_{pqxx::stream_to::raw_table(transaction, table, columns)}
    {}
#else
    CopyInto(pqxx::transaction_base& transaction,
             const std::string& table,
             const std::string& columns)
        : stream_{transaction, table, std::vector<std::string>{columns}}
    {}
#endif

    template <typename... Fields> void row(const Fields&... fields)
    {
        stream_ << std::tie(fields...);
    }

    /// To be called last; without it nothing is loaded.
    void complete()
    {
        stream_.complete();
    }

private:
    pqxx::stream_to stream_;
};

} // namespace cb::store
