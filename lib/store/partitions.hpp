#pragma once

#include "db/database.hpp"

#include <cstdint>
#include <string_view>

namespace cb::store {

/// Into how many parts PostgreSQL splits the table measurement, by a hash of the repository. It is
/// chosen when the database is created (docs/scaling.md).
class Partitions {
public:
    /// Parses a number from 2 to 1024.
    [[nodiscard]] static Parsed<Partitions> parse(std::string_view text);
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

private:
    explicit Partitions(std::uint64_t count) : count_{count} {}
    std::uint64_t count_;
};

/// Splits the empty table that 004_measurements.sql created. \pre PostgreSQL; no later migration
/// has been applied
void split_measurements(db::Transaction& transaction, Partitions partitions);

} // namespace cb::store
