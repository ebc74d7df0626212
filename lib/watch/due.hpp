#pragma once

#include "watch/plan.hpp"

#include <string>
#include <unordered_set>

namespace cb {

/// Emits the jobs of a request that are due, and counts them. Which ones are due is asked first, so
/// that the positions of commits, which cost walking the history, are only computed for those.
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
        bool is_again = false;                   ///< it failed before
        std::optional<std::uint64_t> position{}; ///< Source::position
    };

    [[nodiscard]] std::vector<Job> due(const Plan& plan, std::span<const Candidate> candidates);
    void emit_in_order(const Plan& plan, std::vector<Job> jobs);
    void emit_level(const Plan& plan, std::span<const Job> jobs);
    void emit_one(const Job& job, Source source);
    [[nodiscard]] bool is_full() const { return request_.limit && result_.due >= *request_.limit; }

    const WatchRequest& request_;
    const FindStored& find_stored_;
    const Emit& emit_;
    WatchResult result_{};
    std::unordered_set<std::string>
        found_{}; ///< texts of JobIds that were due: two repositories can share jobs
};

} // namespace cb
