#pragma once

#include "watch/plan.hpp"
#include "watch/relevance.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace cb::watch {

/// Emits the due jobs of a request and counts them. Asks the store first, so that positions, which
/// require walking the history, are computed only for due commits.
///
/// Jobs are claimed some at a time, just before they are emitted: as many as were emitted in the
/// last tenth of a second. So a claim of 100,000 jobs into a file takes few transactions, and a
/// pass whose pipeline is slow leaves the rest to others.
class DueJobs {
public:
    /// `claims` may be null. \pre the arguments outlive this object
    DueJobs(const WatchRequest& request,
            const StoredJobs& stored,
            JobClaims* claims,
            const Emit& emit)
        : request_{request}, stored_{stored}, claims_{claims}, emit_{emit},
          relevance_{std::holds_alternative<RevisionList>(request.selection)
                         ? std::vector<std::string>{}
                         : request.ignored_paths}
    {}

    /// Emits the due jobs of the plan, up to the request's limit.
    void emit(const Plan& plan);
    [[nodiscard]] const WatchResult& result() const noexcept { return result_; }

private:
    struct Job {
        JobId id;
        Candidate candidate;
        bool is_again = false;                   ///< it has failed before
        std::size_t place = 0;                   ///< among the selected commits
        std::optional<std::uint64_t> position{}; ///< Source::position
    };

    /// A job that is ready to be emitted.
    struct Ready {
        Job job;
        Source source;
    };

    /// Whether the schedule lets the project have jobs now.
    [[nodiscard]] bool is_time(const std::string& repository) const;
    /// The standing of each work, by its text; Standing::due if it is not stored.
    [[nodiscard]] std::unordered_map<std::string, Standing>
    find_standings(std::span<const JobId> works) const;
    void count_stored(Standing standing);
    /// The selected commits, newest first as far as dates are known.
    [[nodiscard]] std::vector<Candidate> list_candidates(const Plan& plan) const;
    /// The heads, or where one is not relevant, the last commit before it that is.
    [[nodiscard]] std::vector<Candidate> list_relevant_heads(const Plan& plan) const;
    /// Those of Extent::pushed.
    [[nodiscard]] std::vector<Candidate> list_all_pushed(const Plan& plan) const;
    /// The works that candidates are benchmarked by.
    [[nodiscard]] std::vector<JobId> identify(const Plan& plan,
                                              std::span<const Candidate> candidates) const;
    /// Drops the jobs on which another pass works.
    void drop_claimed(const Plan& plan, std::vector<Job>& jobs);
    /// Claims what is ready, and emits what this pass got.
    void flush();
    /// Drops what another pass took, or has stored, since it was found to be due.
    void claim(std::vector<Ready>& ready);
    /// Keeps the request's number of steps through `length` selected commits.
    void keep_spread(std::vector<Job>& jobs, std::size_t length) const;
    [[nodiscard]] std::vector<Job> due(const Plan& plan, std::span<const Candidate> candidates);
    void emit_in_order(const Plan& plan, std::vector<Job> jobs);
    void emit_level(const Plan& plan, std::span<const Job> jobs);
    void emit_one(const Job& job, Source source);
    [[nodiscard]] bool is_full() const
    {
        return request_.limit && result_.due + ready_.size() >= *request_.limit;
    }

    const WatchRequest& request_;
    const StoredJobs& stored_;
    JobClaims* claims_;
    const Emit& emit_;
    Relevance relevance_;
    git::MirrorParts* parts_ = nullptr; ///< of the current plan
    std::vector<Ready> ready_{};
    std::size_t chunk_ = 1; ///< so many are claimed at a time
    WatchResult result_{};
    /// Texts of the JobIds that were due: two repositories can share jobs.
    std::unordered_set<std::string> found_{};
};

} // namespace cb::watch
