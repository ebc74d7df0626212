#pragma once

#include "base/log.hpp"
#include "manifest/manifest.hpp"
#include "watch/range.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
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
};

/// Which of these jobs are stored already. Asked with some hundred at a time.
using FindStored = std::function<std::set<JobId>(std::span<const JobId>)>;
/// Takes the next due job.
using Emit = std::function<void(const Manifest&)>;

struct WatchResult {
    std::uint64_t due = 0;    ///< jobs emitted
    std::uint64_t stored = 0; ///< selected, and stored before
};

/// Emits each due job once, one repository after the other in the order of the request. A job that
/// two repositories share (clones of one project) is emitted for the first.
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
