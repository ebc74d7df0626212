#pragma once

#include "git/work_tree.hpp"
#include "option.hpp"

#include <optional>
#include <string>

namespace cb::cmd {

/// Where results come from, when no earlier stage says so: --repo, --commit, --branch.
using SourceOptions = git::SourceNames;

/// Those and --name, which distinguishes one way of benchmarking a commit from the others.
[[nodiscard]] Group describe_source_options(SourceOptions& source,
                                            std::optional<std::string>& config_name);

} // namespace cb::cmd
