#pragma once

#include "db/database.hpp"

namespace cb::store {

/// What the files of sql/ cannot do to bring an older store up to date.
[[nodiscard]] const db::UpgradeSteps& upgrade_steps();

} // namespace cb::store
