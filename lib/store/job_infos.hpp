#pragma once

#include "store/queries.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>

namespace cb::store {

/// The columns of a job that job_info() reads, and their number.
inline constexpr const char* job_columns =
    "job.id, job.job, job.work, job.attempt, c.hash, job.branch, job.tag, job.pull_number, "
    "job.worker, e.host_key, job.host_name, job.config_name, job.status, job.failure_stage, "
    "job.failure_reason, job.failure_message, job.fault, job.started_at, job.wall_s, job.verdict, "
    "job.stored_at, job.outcome";
inline constexpr int job_column_count = 22;
inline constexpr const char* job_tables =
    "job JOIN environment e ON e.repository_id = job.repository_id AND e.id = job.environment_id "
    "LEFT JOIN git_commit c ON c.repository_id = job.repository_id AND c.id = job.commit_id";
[[nodiscard]] JobInfo job_info(const db::Row& row);

/// The jobs of a repository that the answers of a query share. Each is read once.
class JobInfos {
public:
    explicit JobInfos(std::int64_t repository_id) : repository_id_{repository_id} {}

    /// Reads those of these jobs that were not read before.
    void
    read(db::Transaction& transaction, db::Backend backend, std::span<const std::int64_t> job_ids);

    /// Null if the job was not read, or does not exist any more.
    [[nodiscard]] std::shared_ptr<const JobInfo> find(std::int64_t job_id) const;

private:
    std::int64_t repository_id_;
    std::unordered_map<std::int64_t, std::shared_ptr<const JobInfo>> jobs_{};
};

} // namespace cb::store
