#pragma once

#include "option.hpp"
#include "store/target.hpp"

#include <optional>
#include <string>

namespace cb::cmd {

/// Which store: --db, --conn-info, --conn-info-file.
struct TargetOptions {
    std::optional<std::string> db, conn_info, conn_info_file;
};

[[nodiscard]] Group describe_target_options(TargetOptions& target);

/// The text of a --conn-info-file. Throws Error{usage}, because a retry does not help.
[[nodiscard]] std::string read_conn_info(const std::string& file);

/// The store that the options select, or the default SQLite file. Throws Error{usage}.
[[nodiscard]] store::Target target_of(const TargetOptions& options);

/// The same, but creates no directory for the default file.
[[nodiscard]] store::Target find_target(const TargetOptions& options);

} // namespace cb::cmd
