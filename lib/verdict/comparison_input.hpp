#pragma once

#include "base/log.hpp"
#include "parse/reader.hpp"
#include "store/job_medians.hpp"
#include "store/selection.hpp"
#include "verdict/comparison.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Reads the two sides of a comparison from files and from the store.
namespace cb::verdict {

/// The results in a file: manifests, or what a benchmark printed, also compressed by gzip. Failed
/// jobs are skipped with a warning. Throws Error{bad_input} if there are no results, Error{system},
/// Interrupted.
[[nodiscard]] std::vector<SideSeries>
read_side(int fd, const std::string& name, parse::Format format, Log& log);

/// What of the store is compared.
struct StoredSides {
    std::string repository;
    std::string base, candidate; ///< full names of commits
    store::SeriesFilter series{};
    std::optional<std::string> worker{};
    /// The number of commits before the base that show the noise: its first parents, and commits of
    /// which nothing tells that they are not.
    std::size_t history = 100;
};

/// The results of a commit that did not fail.
[[nodiscard]] std::vector<SideSeries>
read_side(store::Queries& queries, const StoredSides& sides, const std::string& commit);

/// store::for_each_median() of a repository, or something that knows some of it already.
using ReadMedians = std::function<void(std::span<const std::int64_t>, const store::MedianUse&)>;

/// Pairs the results of both commits, with the history before the base. `commits` are those of the
/// repository, in the order of history. Throws Error{usage} if a commit has no results.
[[nodiscard]] std::vector<SeriesPair> read_pairs(store::Queries& queries,
                                                 const StoredSides& sides,
                                                 std::span<const store::CommitInfo> commits);

/// The same with the medians of the history from `read`.
[[nodiscard]] std::vector<SeriesPair> read_pairs(store::Queries& queries,
                                                 const StoredSides& sides,
                                                 std::span<const store::CommitInfo> commits,
                                                 const ReadMedians& read);

/// The nearest first-parent ancestor that has results. For the commit of a pull request, the
/// commits of the same pull request are passed over, so that it is the merge base as far as it is
/// stored. `commits` are those of the repository. Throws Error{usage} if there is none.
[[nodiscard]] std::string find_base(store::Queries& queries,
                                    const std::string& repository,
                                    std::span<const store::CommitInfo> commits,
                                    const std::string& commit);

/// Keeps the series that the filter selects.
void keep_selected(std::vector<SideSeries>& side, const store::SeriesFilter& filter);

} // namespace cb::verdict
