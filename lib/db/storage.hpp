#pragma once

#include "base/time.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cb::db {

struct TableSize {
    std::string name;
    std::uint64_t bytes = 0; ///< with its indexes and partitions
    std::uint64_t partitions = 0;
};

/// A server that follows another one and is read-only.
struct Standby {
    bool is_connected = false;         ///< to its primary; if not, how far it is behind is unknown
    double behind_s = 0;               ///< age of the last change that it shows, if others wait
    std::optional<Time> last_change{}; ///< commit time of that change
};

/// How a database is stored.
struct Storage {
    std::string version; ///< "SQLite 3.40.1", "PostgreSQL 15.8"
    std::uint64_t bytes = 0;
    /// The largest first; empty if this SQLite cannot tell, or there is no schema.
    std::vector<TableSize> tables;
    std::optional<Standby> standby;
};

/// SQLite reads the whole file for the sizes of its tables. \pre there is no transaction
[[nodiscard]] Storage read_storage(Database& database);

} // namespace cb::db
