#pragma once

#include "store/history_reader.hpp"
#include "verdict/changes.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cb::verdict {

/// What to read of a repository.
struct StoreFilter {
    std::optional<std::string> branch{}; ///< nullopt: the main one (store/branches.hpp)
    std::optional<std::string> worker{};
    store::SeriesFilter series{};
};

using ValuesBySetting = std::map<Setting, std::vector<JobValue>>;

/// The number of commits that are not on the line.
[[nodiscard]] std::size_t count_apart(const store::HistoryReader& reader);

/// Of each commit, the jobs that succeeded.
[[nodiscard]] std::vector<MachineCounts> count_machines(const store::HistoryReader& reader,
                                                        const StoreFilter& filter);

/// The values of a series by their setting, in the order of history.
[[nodiscard]] ValuesBySetting by_setting(const store::HistoryReader& reader,
                                         const StoreFilter& filter,
                                         std::span<const store::JobMedian> medians);

/// Calls `use` for each history with a value.
void for_each_history(store::HistoryReader& reader,
                      const StoreFilter& filter,
                      const std::function<void(History)>& use);

/// The changes of a stored repository. Throws Error{usage} if the branch is not there, and what
/// Queries throws.
[[nodiscard]] RepositoryChanges find_changes_in_store(store::Queries& queries,
                                                      const std::string& repository,
                                                      const StoreFilter& filter);

} // namespace cb::verdict
