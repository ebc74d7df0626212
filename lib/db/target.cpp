#include "db/target.hpp"

namespace cb::db {

std::string identity(const Target& target)
{
    if (const auto* const file = std::get_if<SqliteFile>(&target)) {
        return "sqlite:" +
               std::filesystem::weakly_canonical(std::filesystem::absolute(file->path)).native();
    }
    return "postgres:" + std::get<Postgres>(target).conninfo.identity();
}

} // namespace cb::db
