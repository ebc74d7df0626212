#pragma once

#include "manifest/manifest.hpp"
#include "store/store.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// Which run of a job counts, and which reading of a run. What the store holds in the end is the
/// same in whatever order, how often and in whatever batches manifests come.
namespace cb::store {

/// What tells one run of a job from the others: when and where it was started. Where the job failed
/// before it ran, when cb watch asked for it and why it failed; so a job that is tried again and
/// fails again counts twice, and the same manifest counts once.
struct RunKey {
    std::string started_at{}; ///< "" where there is no run, or its time is none
    std::string host_name{};
    std::string asked_at{}; ///< this to reason: "" where there is a run
    std::string stage{}, reason{};
    friend auto operator<=>(const RunKey&, const RunKey&) = default;
};

[[nodiscard]] RunKey run_key_of(const Manifest& manifest);

/// Hash of all that an export shows of the manifest, its commit left out.
[[nodiscard]] std::string reading_of(const Manifest& manifest);

/// A run as the store has it.
struct StoredRun {
    std::int64_t id = 0; ///< of its row
    bool is_current = false;
    Status status{};
    Fault fault{}; ///< where it failed
    RunKey run;
    std::string read_at;                ///< "" where it is not known
    std::optional<std::string> reading; ///< reading_of(); none where an older cb stored it
    std::string stored_at;
};

/// What becomes of a manifest, and of the runs of its job that are stored.
struct Decision {
    enum class Action {
        leave,   ///< the row of its run is as new or newer
        confirm, ///< the row says the same, and was read later than was known
        insert,  ///< a run that was not stored
        replace, ///< a newer reading of a run that is stored
    };
    Action action{};
    std::int64_t row = 0;    ///< with confirm and replace: that of the run
    std::string stored_at{}; ///< with replace: when the run was first stored
    bool is_current = false; ///< whether the manifest is the job's current run then
    /// The rows that are not, or become, the current one.
    std::optional<std::int64_t> demoted{}, promoted{};
    bool was_current = false; ///< with replace: whether the row was the current one
};

/// What the caller of Store::put() is told.
[[nodiscard]] Put put_of(const Decision& decision);

/// The rules, the first that tells two runs apart: a job that is ok counts before a failed one; a
/// failure of the commit before one of the machine; a run that says when it was started before one
/// that does not; of those that are ok the run that was started first, of the failed ones the one
/// that was started last; then the name of the host. Of one run the reading with the latest read_at
/// counts; of two with the same, the one with the greater hash.
/// \pre `stored` are all the runs of the manifest's job
[[nodiscard]] Decision decide(std::span<const StoredRun> stored, const Manifest& manifest);

} // namespace cb::store
