#pragma once

#include "base/log.hpp"
#include "report/series_files.hpp"
#include "verdict/changes_cache.hpp"
#include "verdict/history_digest.hpp"

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Reads the histories of a branch for a site. What was read earlier comes from a cache, so that
/// one more commit reads little.
namespace cb::report {

inline constexpr auto no_commit = static_cast<std::size_t>(-1);

/// One history of a branch.
struct BranchHistory {
    /// Of each commit, with the precision of a float; NaN if it has no value.
    std::vector<float> medians{};
    std::size_t last_commit = no_commit; ///< the last one with a value
    double last_value = std::numeric_limits<double>::quiet_NaN();
    Spreads spreads{}; ///< of the wanted commits
};

/// What is read of a branch.
struct HistoriesRequest {
    store::HistoryReader& reader;
    const verdict::ContentNames& contents;
    const std::string& repository;
    const verdict::StoreFilter& filter;
    std::span<const verdict::HistoryName> names; ///< of the histories, by series
    std::vector<bool> is_wanted;                 ///< whether a site needs the spreads of a commit
    std::size_t end;                             ///< later commits are left out
};

using HistoryUse = std::function<void(std::size_t, BranchHistory)>;

/// Calls `use` for each history, with its index in `names`. Values that are not finite are left
/// out. A cache that cannot be written is logged and otherwise ignored. Throws what HistoryReader
/// throws.
void for_each_history(const HistoriesRequest& request,
                      const std::optional<verdict::ChangesCache>& cache,
                      Log& log,
                      const HistoryUse& use);

} // namespace cb::report
