#pragma once

#include "report/site.hpp"
#include "store/queries.hpp"

namespace cb::report {

/// Writes the hosts and how quiet they were over time. Throws what Queries and Site throw.
void write_hosts(store::Queries& queries, Site& site);

} // namespace cb::report
