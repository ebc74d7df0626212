#pragma once

#include "store/baselines.hpp"
#include "store/queries.hpp"
#include "store/target.hpp"

#include <optional>
#include <string>

namespace cb::store {

/// What a user pins.
struct PinRequest {
    std::optional<std::string> repository{}; ///< needed if the store has several
    std::string commits;                     ///< as for find_commit(), or a range "A..B" of these
    std::optional<std::string> name{};       ///< `commits` if absent
    std::string reason{};
};

/// The repository that is meant. Throws Error{usage} if it is not there, or if none is named and
/// the store does not have exactly one.
[[nodiscard]] std::string choose_repository(Queries& queries,
                                            const std::optional<std::string>& name);

/// Pins the commits in the name of the user of this process. In a range both ends are included, and
/// an absent end is that of the history. Throws what Baselines::pin() and find_commit() throw.
Baseline pin(const Target& target, const PinRequest& request);

} // namespace cb::store
