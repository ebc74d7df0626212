#pragma once

#include "store/queries.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>

/// Reads the medians of some jobs, for readers that know the jobs of a history already.
namespace cb::store {

/// A name for the content of each current job, by the job's id: jobs with the same name have the
/// same results under the same names of series. Jobs whose content has no name, because an older cb
/// stored them, are left out. Throws what Queries throws.
[[nodiscard]] std::unordered_map<std::int64_t, std::string>
read_content_names(Queries& queries, const std::string& repository);

/// Takes the id of a series, the id of a job, and the median; the mean if a tool gave only that.
using MedianUse = std::function<void(std::int64_t, std::int64_t, double)>;

/// Calls `use` for each measurement of these jobs, in no particular order. Memory grows with those
/// of renamed series. Throws what Queries throws.
void for_each_median(Queries& queries,
                     const std::string& repository,
                     std::span<const std::int64_t> jobs,
                     const MedianUse& use);

} // namespace cb::store
