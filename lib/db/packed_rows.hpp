#pragma once

#include "base/fd.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cb::db {

/// A field of a row as SQLite has it; text and blobs refer to memory of others.
using Cell = std::variant<Null, std::int64_t, double, std::string_view>;

/// Rows on their way from a query to somebody slow: the first MiB in memory, what is more in a file
/// without a name below TMPDIR.
class PackedRows {
public:
    /// Throws Error{system}.
    void add(std::span<const Cell> row);
    /// Calls `use` for each row, in order. Throws Error{system}.
    void for_each(const RowUse& use);

private:
    void spill();

    std::string buffer_{};
    Fd file_{};
};

} // namespace cb::db
