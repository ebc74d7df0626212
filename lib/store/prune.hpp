#pragma once

#include "base/log.hpp"
#include "base/time.hpp"
#include "store/target.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Forgets what is old (docs/prune.md). The age of a run is that of its start, or of its storing if
/// the start is unknown. Nothing of a pinned commit goes (baselines.hpp).
namespace cb::store {

/// What was before these times goes; what is absent stays.
struct PruneLimits {
    std::optional<Time> samples{}; ///< samples; the figures of their measurements stay
    std::optional<Time> logs{};
    /// Measurements, logs and the parts of the manifest; the row of the run stays, so that cb watch
    /// does not request it again.
    std::optional<Time> jobs{};
};

struct PruneRequest {
    PruneLimits limits;
    std::vector<std::string> repositories{}; ///< all if empty
    /// A directory that gets what goes as Parquet first.
    std::optional<std::filesystem::path> archive{};
    std::string cb_version{}; ///< written to the archive
};

/// What went, or would go, from a repository.
struct Pruned {
    struct Part {
        std::uint64_t runs = 0;
        std::uint64_t bytes = 0; ///< about; the database reuses it
        friend bool operator==(const Part&, const Part&) = default;
    };
    std::string repository;
    Part samples{}, logs{}, jobs{}; ///< a run in `jobs` is not in the others
    std::uint64_t pinned = 0;       ///< old runs that a baseline keeps
    friend bool operator==(const Pruned&, const Pruned&) = default;
};

/// What prune() would do now, a repository each. Changes nothing. Throws what Store throws, and
/// Error{usage} for a repository that is not there.
[[nodiscard]] std::vector<Pruned>
preview_prune(const Target& target, const PruneRequest& request, Log& log);

/// Prunes in transactions of at most some thousand measurements or one job, between which others
/// can read and write. What the archive gets is durable before it is deleted. If it is killed, the
/// next call does the rest; the archive may then have a row twice. Returns what went. Throws what
/// Store throws, Error{usage} for a repository that is not there, Error{system} for the archive,
/// and Interrupted between two transactions.
std::vector<Pruned> prune(const Target& target, const PruneRequest& request, Log& log);

/// Gives the space that is free in the database back to the file system as far as it can. Warns if
/// the database cannot do it now.
void vacuum(const Target& target, Log& log);

} // namespace cb::store
