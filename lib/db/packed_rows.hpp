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

/// A field of a row in SQLite's types. Does not own its text or blob.
using Cell = std::variant<Null, std::int64_t, double, std::string_view>;

/// Buffers the rows of a query for a slow consumer: the first MiB in memory, the rest in an unnamed
/// file in TMPDIR.
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
