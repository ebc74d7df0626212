#pragma once

#include "base/log.hpp"
#include "report/site.hpp"
#include "store/history_reader.hpp"
#include "verdict/changes_cache.hpp"
#include "verdict/comparison.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cb::report {

/// A repository whose commits are compared.
struct ComparedRepository {
    store::Queries& queries;
    std::string name;
    std::span<const store::CommitInfo> commits; ///< all, in the order of history
    std::optional<verdict::ChangesCache> cache; ///< of the medians that comparisons read
};

/// Two commits whose results are compared.
struct Pair {
    std::string base, candidate;       ///< full names
    std::optional<std::uint64_t> pull; ///< absent: the last commit of the main branch
};

/// The last measured commit against the one before, and the last commit of each of the pull
/// requests tested last against its base. Pairs without a base are left out. `history` is that of
/// the main branch. `jobs` are the latest of the repository, the latest first.
[[nodiscard]] std::vector<Pair> find_pairs(const ComparedRepository& repository,
                                           const store::HistoryReader& history,
                                           std::span<const store::JobInfo> jobs);

/// A comparison that was written.
struct WrittenComparison {
    Pair pair;
    std::string path;    ///< in the site
    std::string verdict; ///< the line of the verdict
    verdict::ComparisonReport report;
};

/// Compares the pairs and writes a file for each. A pair that cannot be compared, for example
/// because two machines measured it, is logged and left out. Throws what Queries and Site throw.
[[nodiscard]] std::vector<WrittenComparison> write_comparisons(const ComparedRepository& repository,
                                                               const std::string& directory,
                                                               std::span<const Pair> pairs,
                                                               Site& site,
                                                               Log& log);

} // namespace cb::report
