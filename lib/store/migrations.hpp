#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The steps that make the schema: sql/BACKEND/NNN_name.sql, each applied once to a database.
namespace cb::store {

struct Migration {
    int version = 0; ///< from 1, without gaps
    std::string name;
    std::string sql;
    std::string checksum; ///< SHA-256 of `sql`
};

/// What a database says was applied to it.
struct Applied {
    int version = 0;
    std::string checksum;
};

/// Those that come with cb, in order. Throws Error{system} when they are not there or not whole.
[[nodiscard]] std::vector<Migration> shipped_migrations(std::string_view backend);

/// The steps that `database`, as messages call it, still needs. Throws Error{unavailable} for a
/// database of a newer cb, Error{bad_input} when what was applied is not what comes with this cb.
[[nodiscard]] std::span<const Migration> pending_migrations(std::span<const Migration> shipped,
                                                            std::span<const Applied> applied,
                                                            std::string_view database);

/// What Access::read finds where a step is missing.
[[noreturn]] void throw_too_old(std::string_view database);

} // namespace cb::store
