#include "db/data_directory.hpp"

#include <string>
#include <system_error>

namespace cb::db {

std::optional<std::filesystem::path> find_data_directory(Database& database)
{
    if (database.backend() != Backend::postgres) {
        return std::nullopt;
    }
    std::string directory;
    database.begin_read()->query("SELECT setting FROM pg_settings WHERE name = 'data_directory' "
                                 "AND inet_server_addr() IS NULL",
                                 {},
                                 [&directory](const Row& row) { directory = row.text(0); });
    std::error_code unreadable;
    return std::filesystem::is_directory(directory, unreadable)
               ? std::optional<std::filesystem::path>{directory}
               : std::nullopt;
}

} // namespace cb::db
