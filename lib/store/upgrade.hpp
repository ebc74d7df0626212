#pragma once

#include "db/database.hpp"

namespace cb::store {

/// The schema upgrade steps that the files of sql/ cannot express.
[[nodiscard]] const db::UpgradeSteps& upgrade_steps();

} // namespace cb::store
