#pragma once

#include "store/queries.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace cb::store {

/// The commits and jobs of a repository selected by a query, in the order of history. Holds only
/// what decides that order and the selection; texts are read when they are needed.
class HistoryMap {
public:
    /// Reads the parents of all commits of the repository, because they decide the order. With
    /// `series_id`, selects only the jobs that measured that series.
    /// \pre `transaction` belongs to the same database
    HistoryMap(db::Transaction& transaction,
               std::int64_t repository_id,
               const HistoryFilter& filter,
               std::optional<std::int64_t> series_id = std::nullopt);

    /// The place of the commit among the selected ones; nullopt if it is not selected.
    [[nodiscard]] std::optional<std::size_t> place_of_commit(std::int64_t commit_id) const;
    /// The place of the job's commit, shared by all jobs of that commit; nullopt if the job is not
    /// selected.
    [[nodiscard]] std::optional<std::size_t> place_of(std::int64_t job_id) const;

    /// The selected jobs, in the order of history. Jobs of one commit are in any order.
    [[nodiscard]] std::span<const std::int64_t> job_ids() const noexcept { return job_ids_; }

    /// The selected commits, in the order of history, without author, subject and perf_expected.
    [[nodiscard]] std::span<const CommitInfo> commits() const noexcept { return commits_; }

    /// The same with everything. \pre in the transaction of the constructor; called once
    [[nodiscard]] std::vector<CommitInfo> take_commits(db::Transaction& transaction,
                                                       db::Backend backend);

private:
    void read_commits(db::Transaction& transaction);
    void keep_selected(db::Transaction& transaction, const HistoryFilter& filter);
    void keep(std::span<const std::size_t> places);
    void place_jobs(db::Transaction& transaction,
                    const HistoryFilter& filter,
                    std::optional<std::int64_t> series_id);

    std::int64_t repository_id_;
    std::vector<CommitInfo> commits_{};
    std::vector<std::int64_t> commit_ids_{};                 ///< of commits_
    std::unordered_map<std::int64_t, std::size_t> places_{}; ///< of commits_, by id
    std::unordered_map<std::int64_t, std::size_t> jobs_{};   ///< the places of their commits
    std::vector<std::int64_t> job_ids_{};
};

} // namespace cb::store
