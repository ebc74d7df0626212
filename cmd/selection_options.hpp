#pragma once

#include "option.hpp"
#include "store/selection.hpp"

namespace cb::cmd {

/// Which part of the store: --repo, --branch, --range, --since, --benchmark, --test, --metric,
/// --worker.
[[nodiscard]] Group describe_selection_options(store::SelectionRequest& selection);

} // namespace cb::cmd
