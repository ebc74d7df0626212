#pragma once

#include "command.hpp"
#include "option.hpp"
#include "store/partitions.hpp"
#include "store/target.hpp"

#include <optional>
#include <string>

namespace cb::cmd {

/// What cb store does instead of storing: --info, --check, --migrate, --schema-version,
/// --grant-read.
struct UpkeepOptions {
    enum class Task { store, info, check, migrate, schema_version, grant_read };

    Task task = Task::store;
    std::optional<store::Partitions> partitions;
    std::string role; ///< of grant_read
    bool json = false;
};

[[nodiscard]] Group describe_upkeep_options(UpkeepOptions& options);

/// \pre the task is not store
[[nodiscard]] Exit run_upkeep(const UpkeepOptions& options, const store::Target& target, Io& io);

} // namespace cb::cmd
