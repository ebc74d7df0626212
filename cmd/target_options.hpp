#pragma once

#include "store/target.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace cb::cmd {

/// Which store: --db, --conn-info, --conn-info-file.
struct TargetOptions {
    std::optional<std::string> db, conn_info, conn_info_file;
};

void add_target_options(CLI::App& app, TargetOptions& options);

/// The store that the options name; the default SQLite file if they name none. Throws Error{usage}.
[[nodiscard]] store::Target target_of(const TargetOptions& options);

} // namespace cb::cmd
