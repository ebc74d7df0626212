#include "db/backends.hpp"

namespace cb::db {

std::unique_ptr<Database>
open_database(const Target& target, Access access, const UpgradeSteps& steps)
{
    if (const auto* const file = std::get_if<SqliteFile>(&target)) {
        return open_sqlite(file->path, access, steps);
    }
    return open_postgres(std::get<Postgres>(target).conninfo, access, steps);
}

} // namespace cb::db
