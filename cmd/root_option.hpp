#pragma once

#include "host/cpu_request.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

namespace cb::cmd {

/// --root DIR: the /proc and /sys below it in place of this machine's.
void add_root_option(CLI::App& app, std::string& root);

/// The CPUs that --cpu means on the machine below `root`. Throws Error{usage}.
[[nodiscard]] std::optional<CpuChoice> choice_of(const std::optional<CpuRequest>& request,
                                                 const std::string& root);

} // namespace cb::cmd
