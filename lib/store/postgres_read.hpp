#pragma once

#include "store/pqxx_compat.hpp"
#include "store/reading.hpp"

namespace cb::store {

/// A row of sql::select_runs, of which the first column is the job's name. Throws Error{bad_input}.
[[nodiscard]] StoredRun stored_run(const pqxx::row& row);

} // namespace cb::store
