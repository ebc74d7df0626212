#pragma once

#include "base/text_style.hpp"
#include "store/selection.hpp"
#include "verdict/changes.hpp"
#include "verdict/changes_store.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// The history of a repository, commit by commit: `cb log`.
namespace cb::verdict {

/// What the jobs of a commit came to.
struct CommitOutcome {
    std::size_t succeeded = 0;
    std::size_t not_relevant = 0;    ///< jobs that said so of the commit
    std::vector<Failure> failures{}; ///< of its failed jobs
};

/// A series that is drawn.
struct DrawnSeries {
    std::size_t history; ///< index in RepositoryChanges::histories
    /// The median of the jobs of each commit; nullopt where it was not measured.
    std::vector<std::optional<double>> values;
};

struct RepositoryLog {
    RepositoryChanges changes;
    std::vector<CommitOutcome> outcomes; ///< of each commit
    std::vector<DrawnSeries> series;     ///< those with changes first
    std::size_t begin = 0;               ///< the first commit to show
    std::size_t end = 0;                 ///< after the last one
};

/// Which part to show.
struct LogFilter {
    StoreFilter selected{};
    std::optional<std::string> first{}, last{}; ///< full names: after `first` up to `last`
    std::optional<Time> since{};
    std::size_t max_commits = 50; ///< the newest
    std::size_t max_series = 6;
};

/// Reads the log of a stored repository. Throws what find_changes_in_store() throws.
[[nodiscard]] RepositoryLog
read_log(store::Queries& queries, const std::string& repository, const LogFilter& filter);

/// The same for what a user selected. Throws Error{usage} unless that is one repository.
[[nodiscard]] RepositoryLog read_log(store::Queries& queries,
                                     const store::SelectionRequest& request,
                                     std::size_t max_commits,
                                     std::size_t max_series);

/// For people: a legend with a sparkline per series, then a line per commit, the newest first, with
/// the changes between a commit and the one before it.
[[nodiscard]] std::string to_text(const RepositoryLog& log, const TextStyle& style);

/// One object per commit and line, in the order of history.
[[nodiscard]] std::string to_json_lines(const RepositoryLog& log);

} // namespace cb::verdict
