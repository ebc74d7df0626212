#pragma once

#include "report/site.hpp"
#include "store/queries.hpp"

#include <string>

namespace cb::report {

/// Writes the end of each stream of a job's log to the file `path` of the site, with the lines from
/// which each result was read. The store does not keep these, so a stream of up to 256 KiB is read
/// again. Returns whether there is a log. Throws what Queries and Site throw.
[[nodiscard]] bool write_log(store::Queries& queries,
                             const std::string& repository,
                             const std::string& job,
                             const std::string& path,
                             Site& site);

} // namespace cb::report
