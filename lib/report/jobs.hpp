#pragma once

#include "report/site.hpp"
#include "store/queries.hpp"

#include <span>
#include <string>

namespace cb::report {

/// Writes a list of jobs, and the logs of the latest and of those that failed. Logs are shortened.
/// `jobs` are the latest of the repository, the latest first. Throws what Queries and Site throw.
void write_jobs(store::Queries& queries,
                const std::string& repository,
                const std::string& directory,
                std::span<const store::JobInfo> jobs,
                Site& site);

} // namespace cb::report
