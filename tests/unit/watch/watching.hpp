#pragma once

#include "git/temp_repository.hpp"
#include "watch/watch.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

/// Keeps what is logged.
class KeptLog : public cb::Log {
public:
    void write(cb::Level level, std::string_view message) override;
    std::vector<std::string> warnings{}, errors{};
};

/// A store in memory, and what watch() emitted and logged.
struct Watching {
    std::set<cb::JobId> stored{}; ///< and ok
    std::map<cb::JobId, cb::KnownJob> failed{};
    std::vector<cb::Manifest> emitted{};
    std::vector<std::size_t> batches{}; ///< how many jobs the store was asked for, each time
    KeptLog log{};

    /// One pass; forgets what the pass before emitted.
    cb::WatchResult pass(const cb::WatchRequest& request);
    /// The pass stores what it emits.
    cb::WatchResult pass_and_store(const cb::WatchRequest& request);
    /// "subject@branch" of what was emitted, "-" for no branch.
    [[nodiscard]] std::vector<std::string> subjects() const;
};

/// A request for the default branch's head.
cb::WatchRequest request_for(const std::filesystem::path& repository);
cb::WatchRequest request_for(const std::filesystem::path& repository,
                             cb::BranchSelection selection);
cb::WatchRequest request_for(const std::filesystem::path& repository, std::string_view range);
