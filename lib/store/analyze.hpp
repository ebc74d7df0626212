#pragma once

#include "db/database.hpp"

#include <cstdint>

namespace cb::store {

/// Fewer added measurements never cause an ANALYZE: any plan is fast for so few.
inline constexpr std::uint64_t min_analyzed_measurements = 1000;

/// Runs ANALYZE on the tables of a PostgreSQL database if `added` measurements are more than half
/// of those that its planner assumes. Without statistics it joins all measurements by nested loops,
/// which takes minutes instead of milliseconds, until autovacuum has come by.
///
/// A role that does not own the tables may not do that; then nothing happens. Nothing happens in
/// SQLite either, whose statistics sql/sqlite/009_statistics.sql sets. Reads a sample of each
/// table, so the time is bounded. Throws what db::Database throws. \pre there is no transaction
void analyze_if_grown(db::Database& database, std::uint64_t added);

} // namespace cb::store
