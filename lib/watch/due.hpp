#pragma once

#include "watch/plan.hpp"

#include <string>
#include <unordered_set>

namespace cb {

/// Emits the due jobs of a request and counts them. Asks the store first, so that positions, which
/// require walking the history, are computed only for due commits.
class DueJobs {
public:
    /// \pre the arguments outlive this object
    DueJobs(const WatchRequest& request, const FindStored& find_stored, const Emit& emit)
        : request_{request}, find_stored_{find_stored}, emit_{emit}
    {}

    /// Emits the due jobs of the plan, up to the request's limit.
    void emit(const Plan& plan);
    [[nodiscard]] const WatchResult& result() const noexcept { return result_; }

private:
    struct Job {
        JobId id;
        Candidate candidate;
        bool is_again = false;                   ///< it has failed before
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
    /// Texts of the JobIds that were due: two repositories can share jobs.
    std::unordered_set<std::string> found_{};
};

} // namespace cb
