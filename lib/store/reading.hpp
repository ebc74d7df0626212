#pragma once

#include "manifest/manifest.hpp"
#include "store/store.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// Decides which run of a job counts, and which reading of a run. The stored result does not depend
/// on the order, repetition or batching of the manifests.
namespace cb::store {

/// Identifies a run of a job: when and where it started. If the job failed before it ran: when cb
/// watch requested it and why it failed. So a job that is retried and fails again counts twice, and
/// the same manifest counts once.
struct RunKey {
    std::string started_at{}; ///< "" where there is no run, or its time is none
    std::string host_name{};
    std::string asked_at{}; ///< this to reason: "" where there is a run
    std::string stage{}, reason{};
    friend auto operator<=>(const RunKey&, const RunKey&) = default;
};

[[nodiscard]] RunKey run_key_of(const Manifest& manifest);

/// A hash of everything that an export shows of the manifest except its commit.
[[nodiscard]] std::string reading_of(const Manifest& manifest);

/// A run as stored.
struct StoredRun {
    std::int64_t id = 0; ///< of its row
    bool is_current = false;
    Status status{};
    Fault fault{}; ///< if it failed
    RunKey run;
    std::string read_at;                ///< "" where it is not known
    std::optional<std::string> reading; ///< reading_of(); nullopt if stored by an older cb
    std::string stored_at;
};

/// Reads a row of sql::select_runs. Throws Error{bad_input}.
[[nodiscard]] StoredRun stored_run(const db::Row& row);

/// Whether `a` counts rather than `b`, by the rules below: a strict total order of the runs of a
/// job.
[[nodiscard]] bool counts_before(const StoredRun& a, const StoredRun& b);

/// What to do with a manifest, and with the stored runs of its job.
struct Decision {
    enum class Action {
        leave,   ///< the stored row is as new or newer
        confirm, ///< the row has the same content but an earlier read_at
        insert,  ///< a run not yet stored
        replace, ///< a newer reading of a stored run
    };
    Action action{};
    std::int64_t row = 0;    ///< for confirm and replace: the row of the run
    std::string stored_at{}; ///< for replace: when the run was first stored
    bool is_current = false; ///< whether the manifest becomes the job's current run
    /// The rows that stop being current, and become current.
    std::optional<std::int64_t> demoted{}, promoted{};
    bool was_current = false; ///< for replace: whether the row was the current one
};

/// The result that Store::put() returns.
[[nodiscard]] Put put_of(const Decision& decision);

/// Which of two runs counts is decided by the first of these rules that distinguishes them:
///  - an ok job before a failed one;
///  - a failure by the commit before one by the machine;
///  - a run with a start time before one without;
///  - among ok runs the one that started first, among failed runs the one that started last;
///  - the host's name.
///
/// Of one run, the reading with the latest read_at counts; if equal, the one with the greater hash.
/// \pre `stored` are all runs of the manifest's job
[[nodiscard]] Decision decide(std::span<const StoredRun> stored, const Manifest& manifest);

} // namespace cb::store
