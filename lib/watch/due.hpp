#pragma once

#include "watch/plan.hpp"

#include <string>
#include <unordered_set>

namespace cb {

/// Emits the jobs of a request that are due, and counts them.
class DueJobs {
public:
    /// \pre what it refers to outlives the object
    DueJobs(const WatchRequest& request, const FindStored& find_stored, const Emit& emit)
        : request_{request}, find_stored_{find_stored}, emit_{emit}
    {}

    /// Emits what is due of the plan, until the request's limit.
    void emit(const Plan& plan);
    [[nodiscard]] const WatchResult& result() const noexcept { return result_; }

private:
    struct Job {
        JobId id;
        Candidate candidate;
    };

    void emit_heads(const Plan& plan);
    void emit_history(const Plan& plan);
    [[nodiscard]] std::vector<Job> due(const Plan& plan, std::span<const Candidate> candidates);
    void emit_jobs(const Plan& plan, std::span<const Candidate> candidates);
    void emit_one(const JobId& id, const Source& source);
    [[nodiscard]] bool is_full() const { return request_.limit && result_.due >= *request_.limit; }

    const WatchRequest& request_;
    const FindStored& find_stored_;
    const Emit& emit_;
    WatchResult result_{};
    std::unordered_set<std::string>
        emitted_{}; ///< texts of JobIds: two repositories can share jobs
};

} // namespace cb
