#pragma once

#include "db/database.hpp"

#include <cstdint>
#include <functional>
#include <span>

namespace cb::store {

/// Calls `use` for each row of `statement` (queries_sql.hpp) that belongs to one of these jobs, in
/// no particular order. The second column is the id of the job. Jobs that were stored one after the
/// other are read together, which is several times faster. Throws what db::Database throws.
void for_each_row_of_jobs(db::Database& database,
                          std::int64_t repository,
                          std::span<const std::int64_t> jobs,
                          const char* statement,
                          const std::function<void(const db::Row&)>& use);

} // namespace cb::store
