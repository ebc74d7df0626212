#pragma once

#include "git/positions.hpp"
#include "git/repository.hpp"
#include "manifest/manifest.hpp"
#include "store/queries.hpp"
#include "store/store.hpp"
#include "verdict/trial.hpp"
#include "watch/job_source.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cb::verdict {

/// What an experiment measures.
struct ExperimentPlan {
    std::string name;                      ///< the repository's, in the store
    Config config;                         ///< of its jobs
    store::SeriesFilter series;            ///< must select one series, once there are results
    std::vector<watch::Candidate> commits; ///< by Trial::commit
};

/// The trials of some commits: their jobs, and what the store says of them. A trial's job is the
/// Nth attempt of its commit under the plan's configuration, so the store is the only state.
class Experiment {
public:
    /// Reads the values of the series. \pre the repository and the store outlive this object.
    /// Throws Error{usage} if the store has results of the repository, but not exactly one series
    /// is selected, and what the store throws.
    Experiment(const git::Repository& repository,
               ExperimentPlan plan,
               store::Store& store,
               store::Queries& queries);

    /// A job that failed by the machine's fault is due again, but no more than a few times: then
    /// throws Error{unavailable}. Throws Error{usage} if the runs are from more than one kind of
    /// machine, which do not compare, and what the store throws.
    [[nodiscard]] TrialState look_up(const Trial& trial);

    /// The jobs of the trials, as `cb watch` would write them.
    [[nodiscard]] std::vector<Manifest> make_jobs(std::span<const Trial> trials, Time asked_at);

    [[nodiscard]] const ExperimentPlan& plan() const noexcept { return plan_; }
    /// Nullopt if the store has no results of the repository.
    [[nodiscard]] const std::optional<store::SeriesInfo>& series() const noexcept
    {
        return series_;
    }
    /// For the order of the trials; depends on the first and the last commit.
    [[nodiscard]] std::uint64_t seed() const;

private:
    struct Value {
        Measured measured;
        std::string worker, host_key;
    };

    [[nodiscard]] JobId identity(const Trial& trial) const;
    void check_machine(const Value& value);
    [[nodiscard]] std::vector<KnownJob> known(const Trial& trial);
    [[nodiscard]] TrialState judge(const Trial& trial, std::span<const KnownJob> jobs) const;

    const git::Repository& repository_;
    git::Positions positions_;
    ExperimentPlan plan_;
    store::Store& store_;
    std::optional<store::SeriesInfo> series_{};
    std::unordered_map<std::string, Value> values_{};                ///< by work
    std::unordered_map<std::string, std::vector<KnownJob>> known_{}; ///< by work
    std::set<std::pair<std::size_t, std::uint64_t>> asked_{};        ///< commit, batch of attempts
    std::optional<std::pair<std::string, std::string>> machine_{};   ///< worker, host key
};

} // namespace cb::verdict
