#include "store/sql.hpp"

#include "db/dialect.hpp"

#include <fmt/format.h>

namespace cb::store {

std::string to_sql(const sql::Statement& statement, db::Backend backend)
{
    return fmt::format(fmt::runtime(statement.text),
                       db::records_of_json(backend, statement.columns));
}

void run_rows(db::Transaction& transaction,
              db::Backend backend,
              const sql::Statement& statement,
              const std::string& rows)
{
    if (rows != "[]") {
        transaction.run(to_sql(statement, backend), {rows});
    }
}

} // namespace cb::store
