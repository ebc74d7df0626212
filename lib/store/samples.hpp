#pragma once

#include "store/store.hpp"
#include "store/stored_jobs.hpp"

#include <functional>

namespace cb::store {

/// Calls `use` for each number of the job: for each measurement its samples in the order printed,
/// then the statistics of its summaries. If
/// its samples are retired, these are its figures. The sample is valid during the call.
void for_each_sample(const StoredJob& job, const std::function<void(const Sample&)>& use);

} // namespace cb::store
