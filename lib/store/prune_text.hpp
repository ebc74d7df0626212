#pragma once

#include "store/baselines.hpp"
#include "store/prune.hpp"

#include <string>
#include <vector>

/// What cb prune prints for people.
namespace cb::store {

/// A paragraph for each repository.
[[nodiscard]] std::string to_text(const std::vector<Pruned>& all);

/// A line for each baseline.
[[nodiscard]] std::string to_text(const std::vector<Baseline>& baselines);

} // namespace cb::store
