#pragma once

#include "db/target.hpp"
#include "report/report.hpp"

#include <functional>

/// A site that follows its store.
namespace cb::report {

/// Called after each update.
using OnUpdate = std::function<void(const SiteCounts&)>;

/// Brings the site up to date at once, then whenever the store has something new (db/changes.hpp),
/// and every ten minutes, because pages say how old things are. Changes that come together make one
/// update. Each update is done in a process of its own, which ends within an hour.
///
/// If the store or the site's disk goes away, warns once, and tries again after 1, 2, 4, … 60
/// seconds until it is back. Returns by exceptions only: Interrupted, and before the first update
/// also Error{usage} and Error{bad_input}, which time does not mend. \pre there are no other
/// threads
[[noreturn]] void keep_report(const db::Target& target,
                              const ReportRequest& request,
                              const OnUpdate& on_update,
                              Log& log);

} // namespace cb::report
