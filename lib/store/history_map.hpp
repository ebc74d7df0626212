#pragma once

#include "store/queries.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace cb::store {

/// The jobs of a repository selected by a query, each with its place in the order of history.
class HistoryMap {
public:
    /// \pre `transaction` belongs to the same database
    HistoryMap(db::Transaction& transaction,
               std::int64_t repository_id,
               const HistoryFilter& filter);

    struct Placed {
        std::size_t place = 0; ///< of the commit; jobs of one commit share it
        std::shared_ptr<const JobInfo> job;
    };

    /// Null if the job is not selected.
    [[nodiscard]] const Placed* find(std::int64_t job_id) const;

    /// The selected jobs, in the order of history and then by name.
    [[nodiscard]] std::span<const std::int64_t> job_ids() const noexcept { return job_ids_; }

    /// The selected commits, in the order of history.
    [[nodiscard]] std::vector<CommitInfo> take_commits() { return std::move(commits_); }

private:
    std::vector<CommitInfo> commits_{};
    std::unordered_map<std::int64_t, Placed> jobs_{};
    std::vector<std::int64_t> job_ids_{};
};

/// The columns of a job that job_info() reads, from `column` on.
inline constexpr const char* job_columns =
    "job.id, job.job, job.work, job.attempt, c.hash, job.branch, job.tag, job.pull_number, "
    "job.worker, e.host_key, job.host_name, job.config_name, job.status, job.failure_stage, "
    "job.failure_reason, job.failure_message, job.fault, job.started_at, job.wall_s, job.verdict";
inline constexpr const char* job_tables =
    "job JOIN environment e ON e.repository_id = job.repository_id AND e.id = job.environment_id "
    "LEFT JOIN git_commit c ON c.repository_id = job.repository_id AND c.id = job.commit_id";
[[nodiscard]] JobInfo job_info(const db::Row& row);

} // namespace cb::store
