#pragma once

#include "base/time.hpp"
#include "store/target.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::store {

/// When something of a repository was stored last.
struct LastStored {
    std::string repository;
    std::optional<Time> success{}; ///< a job that succeeded
    std::optional<Time> any{};     ///< a job, also one that failed
};

/// Of each repository, by name. Reads the index of the jobs, so the time grows with their number.
/// Throws what open() in store.hpp throws.
[[nodiscard]] std::vector<LastStored> read_last_stored(const Target& target);

} // namespace cb::store
