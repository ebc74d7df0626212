#pragma once

#include "base/log.hpp"
#include "base/quantity.hpp"
#include "git/remote_url.hpp"
#include "manifest/manifest.hpp"
#include "net/forge.hpp"
#include "watch/around.hpp"
#include "watch/job_claims.hpp"
#include "watch/range.hpp"
#include "watch/retry.hpp"
#include "watch/schedule.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// Finds due commits: selected commits whose jobs are not stored yet.
namespace cb::watch {

/// How much of a branch is selected.
enum class Extent {
    head,    ///< its newest commit
    history, ///< all its reachable commits
    pushed,  ///< its first parents down to a commit that is stored: pushed.hpp
};

/// Which pull requests are trusted, so that their code runs as that of the branches does.
enum class Trust {
    none,
    own,     ///< those from a branch of the same repository: who may push there is trusted anyway
    members, ///< also those of the repository's owners, members and collaborators (GitHub)
    all,
};

/// What happens to pull requests that are not trusted.
enum class Untrusted {
    skip,
    emit, ///< cb build and cb run refuse them whatever could harm (engine/untrusted.hpp)
};

/// Open pull requests: their heads are selected, also where the history of branches is.
struct PullSelection {
    std::vector<std::string> label_globs{};         ///< one of its labels matches one; empty: any
    std::vector<std::string> skipped_label_globs{}; ///< none of its labels matches one
    Trust trust = Trust::own;
    Untrusted untrusted = Untrusted::skip;
};

struct BranchSelection {
    /// Globs for branch names, where '*' also matches '/'; empty: the branch that HEAD names.
    std::vector<std::string> globs{};
    Extent extent = Extent::head;
    std::vector<std::string> tag_globs{}; ///< these tags, too; HEAD's branch only if it is named
    std::optional<PullSelection> pulls{}; ///< the same holds for these
};

/// Commits that were named one by one (gitrevisions(7)).
struct RevisionList {
    std::vector<std::string> revisions;
};

/// Commits around one, on the first of these branches that has it (around.hpp).
struct Surroundings {
    Neighborhood around;
    std::vector<std::string> branch_globs{}; ///< as BranchSelection::globs
};

using Selection = std::variant<BranchSelection, RevisionRange, RevisionList, Surroundings>;

enum class Order { newest_first, oldest_first };

/// A repository, a directory inside a work tree, a directory of repositories, an address, or a
/// repository of a forge.
using Place = std::variant<std::filesystem::path, git::RemoteUrl, net::ForgePlace>;

/// The name of its jobs, unless they are given another one. nullopt if it is no repository, such as
/// a directory of several.
[[nodiscard]] std::optional<std::string> name_of(const Place& place);

/// What exists is a path, even if it looks like something else. A path is relative to `directory`;
/// empty: to the current one.
[[nodiscard]] Parsed<Place> parse_place(std::string_view text,
                                        const std::filesystem::path& directory = {});

struct WatchRequest {
    std::vector<Place> repositories;
    std::filesystem::path mirrors; ///< where those of remote repositories are
    net::ForgeAccess forges{};
    Duration max_fetch_time = std::chrono::minutes{10}; ///< of one repository
    /// Replaces the repository's own name; only for one repository.
    std::optional<std::string> name;
    Selection selection;
    Order order = Order::newest_first;
    Config config;
    std::optional<Time> since{}; ///< earlier commits are not selected
    /// Commits that change only such paths are not due, unless they are named: relevance.hpp.
    std::vector<std::string> ignored_paths{};
    std::optional<std::uint64_t> limit; ///< emit at most this many jobs
    std::optional<std::uint64_t>
        steps{};               ///< of a repository, spread over what is selected: spread.hpp
    std::uint64_t attempt = 1; ///< from 1; a higher number makes finished jobs due again
    RetryRule retry{};
    Schedule schedule{};
    Time now{}; ///< determines which failed jobs are due again; recorded in each emitted job
};

/// Returns what is stored of these works, in any order. Called with some hundred works at a time.
using FindStored = std::function<std::vector<KnownJob>(std::span<const JobId>)>;
/// Returns when the last pass, after the given time, asked for a job of this project and
/// configuration that is stored, and did not fail by the machine's fault.
using FindLastPass = std::function<std::optional<Time>(
    const std::string& repository, const std::string& config, Time after)>;

/// What a pass asks the store.
struct StoredJobs {
    FindStored find{};
    FindLastPass find_last_pass{}; ///< called for a Schedule::min_interval only
};

/// Receives the next due job.
using Emit = std::function<void(const Manifest&)>;

struct WatchResult {
    std::uint64_t due = 0;          ///< jobs emitted
    std::uint64_t again = 0;        ///< among them, jobs that had failed before
    std::uint64_t stored = 0;       ///< selected, already stored, and not due again
    std::uint64_t failed = 0;       ///< among them, jobs that failed
    std::uint64_t claimed = 0;      ///< selected and due, but another pass works on them
    std::uint64_t not_relevant = 0; ///< selected and not stored, but left out by their paths
    std::uint64_t waiting = 0;      ///< repositories whose Schedule says: not now

    WatchResult& operator+=(const WatchResult& other);
};

/// Emits each due job of each request once, request by request. A repository that several requests
/// name is fetched once. Repositories are processed in the order of the request, and the jobs of
/// a repository are sorted by position, then date, then hash: a commit never appears on the wrong
/// side of its ancestor, whatever its date. If positions are unknown (a shallow clone), only dates
/// count. A job shared by two repositories (clones of one project) is emitted for the first.
///
/// A commit on several selected branches is assigned to the first of them by name. A commit of a
/// range is assigned to the branch that the range's end names, if any.
///
/// Each job is claimed before it is emitted, and not emitted if another pass works on it. `claims`
/// may be null: then every due job is emitted.
///
/// A remote repository is fetched into its mirror first (git/mirror.hpp). Every repository is
/// opened and its selection resolved before the first job is emitted. If one of several
/// repositories cannot be fetched or opened, or lacks the selected commits, that is logged, the
/// others are processed, and Error is thrown at the end. Throws Error{usage} for a wrong path or
/// revision, the exceptions of `stored` and `emit`, Interrupted, and those listed in
/// git/repository.hpp. If stopped at any point, nothing is lost: jobs that were not stored stay
/// due.
WatchResult watch(std::span<const WatchRequest> requests,
                  const StoredJobs& stored,
                  JobClaims* claims,
                  const Emit& emit,
                  Log& log);

} // namespace cb::watch
