#pragma once

#include "git/temp_repository.hpp"
#include "watch/watch.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Keeps the logged messages.
class KeptLog : public cb::Log {
public:
    void write(cb::Level level, std::string_view message) override;
    std::vector<std::string> warnings{}, errors{};
};

/// An in-memory store, and what watch() emitted and logged.
struct Watching {
    std::set<cb::JobId> stored{}; ///< and ok
    std::map<cb::JobId, cb::KnownJob> failed{};
    std::optional<cb::Time> last_pass{}; ///< of any project and configuration
    std::vector<cb::Manifest> emitted{};
    std::vector<std::size_t> batches{}; ///< number of jobs in each query to the store
    KeptLog log{};
    cb::watch::JobClaims* claims = nullptr; ///< null: no other pass

    /// One pass; discards what the previous pass emitted.
    cb::watch::WatchResult pass(const cb::watch::WatchRequest& request);
    /// A pass that stores what it emits.
    cb::watch::WatchResult pass_and_store(const cb::watch::WatchRequest& request);
    /// "subject@branch" for each emitted job, "-" if there is no branch.
    [[nodiscard]] std::vector<std::string> subjects() const;
};

/// A request for the default branch's head.
cb::watch::WatchRequest request_for(const std::filesystem::path& repository);
cb::watch::WatchRequest request_for(const std::filesystem::path& repository,
                                    cb::watch::BranchSelection selection);
cb::watch::WatchRequest request_for(const std::filesystem::path& repository,
                                    std::string_view range);
