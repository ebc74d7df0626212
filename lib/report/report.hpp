#pragma once

#include "base/log.hpp"
#include "report/site.hpp"
#include "store/selection.hpp"
#include "verdict/changes_cache.hpp"

#include <filesystem>
#include <optional>
#include <string>

/// What a user asks of `cb report`: a directory of files that a browser shows without a server.
namespace cb::report {

struct ReportRequest {
    std::filesystem::path directory{};
    store::SelectionRequest selection{};
    std::string title = "Benchmarks";
    /// The pages' own files; nullopt: those that are part of cb.
    std::optional<std::filesystem::path> assets{};
    std::string version{};                            ///< of the program
    verdict::UseCache cache = verdict::UseCache::yes; ///< below cache_home() (base/paths.hpp)
};

/// Writes the site, or brings it up to date: only what differs is written. Throws Error{usage} if a
/// selected repository, branch or commit is not there, Error{system} if the pages' own files are
/// missing, and what Queries and Site throw.
SiteCounts write_report(store::Queries& queries, const ReportRequest& request, Log& log);

} // namespace cb::report
