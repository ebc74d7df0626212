#pragma once

#include "store/target.hpp"

#include <string>
#include <vector>

/// What the role of a connection may do with a store.
namespace cb::store {

/// For an SQLite file, the rights of this user.
struct RoleRights {
    std::string role;                      ///< "cb_writer"; of a file, the user
    bool owns_tables = false;              ///< or is a superuser: it can drop the store
    std::vector<std::string> unreadable{}; ///< tables that it may not read
    std::vector<std::string> unwritable{}; ///< tables that the pipeline writes and it may not
};

/// Throws what open() in store.hpp throws. \pre the store has this program's schema
[[nodiscard]] RoleRights read_role(const Target& target);

} // namespace cb::store
