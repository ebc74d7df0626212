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

/// Which commits are due: selected, and their jobs not stored yet.
namespace cb {

/// How much of a branch is selected.
enum class Extent {
    head,    ///< its newest commit
    history, ///< every commit that it reaches
};

struct BranchSelection {
    std::vector<std::string>
        globs; ///< on branch names, '*' matches '/' too; empty: what HEAD names
    Extent extent = Extent::head;
};

using Selection = std::variant<BranchSelection, RevisionRange>;

enum class Order { newest_first, oldest_first };

struct WatchRequest {
    /// Repositories, directories inside of a work tree, or directories of repositories.
    std::vector<std::filesystem::path> repositories;
    std::optional<std::string> name; ///< in place of the repository's own; for one repository
    Selection selection;
    Order order = Order::newest_first;
    Config config;
    std::optional<std::uint64_t> limit; ///< emit no more jobs than this
    std::uint64_t attempt = 1;          ///< from 1; a new one makes a job that was done due again
    RetryRule retry{};
    Time now{}; ///< by which failed jobs are due again; said in each job that is emitted
};

/// What is stored of these works, in any order. Asked with some hundred at a time.
using FindStored = std::function<std::vector<KnownJob>(std::span<const JobId>)>;
/// Takes the next due job.
using Emit = std::function<void(const Manifest&)>;

struct WatchResult {
    std::uint64_t due = 0;    ///< jobs emitted
    std::uint64_t again = 0;  ///< of them, those that had failed before
    std::uint64_t stored = 0; ///< selected, stored before, and not due again
    std::uint64_t failed = 0; ///< of them, those that failed
};

/// Emits each due job once, one repository after the other in the order of the request, and those
/// of a repository by position, then date, then hash: no commit comes on the wrong side of its
/// ancestor, whatever its date says. Where positions are not known (a shallow clone), dates alone
/// decide. A job that two repositories share (clones of one project) is emitted for the first.
///
/// A commit on several selected branches is said to be on the first of them in the order of names.
/// Of a range, the branch is the one that its end names, if any.
///
/// Every repository is opened, and what is selected in it found, before the first job is emitted.
/// Where one of several cannot be opened or lacks what is selected, that is logged, the others are
/// done, and Error is thrown at the end. Throws Error{usage} for a wrong path or revision, what
/// `find_stored` and `emit` throw, Interrupted, and what git/repository.hpp says. Stopped at any
/// point, nothing is lost: what was not stored stays due.
WatchResult
watch(const WatchRequest& request, const FindStored& find_stored, const Emit& emit, Log& log);

} // namespace cb
