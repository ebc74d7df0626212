#pragma once

#include "store/parquet_rows.hpp"
#include "store/prune.hpp"

#include <string>
#include <unordered_set>
#include <vector>

namespace cb::store {

/// A run that loses something.
struct Condemned {
    DatedRun run;
    std::string job;     ///< with `reading`, what must still be so when it is pruned, because
    std::string reading; ///< SQLite gives the id of a deleted row to another one
    bool loses_samples = false, loses_log = false, loses_all = false; ///< all: includes the others
    std::uint64_t measurements = 0;
    /// About what becomes free.
    std::uint64_t sample_bytes = 0, log_bytes = 0, all_bytes = 0;
};

struct PrunePlan {
    std::vector<Condemned> runs{}; ///< ordered by time
    std::uint64_t pinned = 0;      ///< runs that a baseline keeps
};

/// The runs of the repository that lose something: those older than the limits, except those of
/// `pinned` commits. Memory grows with their number.
[[nodiscard]] PrunePlan plan_of(db::Database& database,
                                std::int64_t repository_id,
                                const PruneLimits& limits,
                                const std::unordered_set<std::int64_t>& pinned);

} // namespace cb::store
