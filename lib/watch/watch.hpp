#pragma once

#include "base/log.hpp"
#include "manifest/manifest.hpp"
#include "watch/range.hpp"
#include "watch/retry.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// Finds due commits: selected commits whose jobs are not stored yet.
namespace cb {

/// How much of a branch is selected.
enum class Extent {
    head,    ///< its newest commit
    history, ///< all its reachable commits
};

struct BranchSelection {
    /// Globs for branch names, where '*' also matches '/'; empty: the branch that HEAD names.
    std::vector<std::string> globs;
    Extent extent = Extent::head;
};

using Selection = std::variant<BranchSelection, RevisionRange>;

enum class Order { newest_first, oldest_first };

struct WatchRequest {
    /// Repositories, directories inside a work tree, or directories of repositories.
    std::vector<std::filesystem::path> repositories;
    /// Replaces the repository's own name; only for one repository.
    std::optional<std::string> name;
    Selection selection;
    Order order = Order::newest_first;
    Config config;
    std::optional<std::uint64_t> limit; ///< emit at most this many jobs
    std::uint64_t attempt = 1;          ///< from 1; a higher number makes finished jobs due again
    RetryRule retry{};
    Time now{}; ///< determines which failed jobs are due again; recorded in each emitted job
};

/// Returns what is stored of these works, in any order. Called with some hundred works at a time.
using FindStored = std::function<std::vector<KnownJob>(std::span<const JobId>)>;
/// Receives the next due job.
using Emit = std::function<void(const Manifest&)>;

struct WatchResult {
    std::uint64_t due = 0;    ///< jobs emitted
    std::uint64_t again = 0;  ///< among them, jobs that had failed before
    std::uint64_t stored = 0; ///< selected, already stored, and not due again
    std::uint64_t failed = 0; ///< among them, jobs that failed
};

/// Emits each due job once. Repositories are processed in the order of the request, and the jobs of
/// a repository are sorted by position, then date, then hash: a commit never appears on the wrong
/// side of its ancestor, whatever its date. If positions are unknown (a shallow clone), only dates
/// count. A job shared by two repositories (clones of one project) is emitted for the first.
///
/// A commit on several selected branches is assigned to the first of them by name. A commit of a
/// range is assigned to the branch that the range's end names, if any.
///
/// Every repository is opened and its selection resolved before the first job is emitted. If one of
/// several repositories cannot be opened or lacks the selected commits, that is logged, the others
/// are processed, and Error is thrown at the end. Throws Error{usage} for a wrong path or revision,
/// the exceptions of `find_stored` and `emit`, Interrupted, and those listed in git/repository.hpp.
/// If stopped at any point, nothing is lost: jobs that were not stored stay due.
WatchResult
watch(const WatchRequest& request, const FindStored& find_stored, const Emit& emit, Log& log);

} // namespace cb
