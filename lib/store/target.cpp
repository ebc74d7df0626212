#include "store/target.hpp"

#include "base/file.hpp"
#include "base/paths.hpp"

namespace cb::store {

SqliteFile default_file()
{
    const auto directory = data_home();
    make_private_directory(directory);
    return {directory / "store.db"};
}

std::string identity(const Target& target)
{
    if (const auto* const file = std::get_if<SqliteFile>(&target)) {
        return "sqlite:" +
               std::filesystem::weakly_canonical(std::filesystem::absolute(file->path)).native();
    }
    return "postgres:" + std::get<Postgres>(target).conninfo.identity();
}

} // namespace cb::store
