#include "db/backends.hpp"

namespace cb::db {

std::unique_ptr<Database>
open_database(const Target& target, Access access, const Upgrades& upgrades)
{
    if (const auto* const file = std::get_if<SqliteFile>(&target)) {
        return open_sqlite(file->path, access, upgrades);
    }
    return open_postgres(std::get<Postgres>(target).conninfo, access, upgrades);
}

std::unique_ptr<Changes> watch_changes(const Target& target)
{
    if (const auto* const file = std::get_if<SqliteFile>(&target)) {
        return watch_sqlite(file->path);
    }
    return watch_postgres(std::get<Postgres>(target).conninfo);
}

} // namespace cb::db
