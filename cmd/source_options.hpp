#pragma once

#include "git/work_tree.hpp"
#include "option.hpp"

#include <optional>
#include <string>

namespace cb::cmd {

/// The source of results if no earlier stage provides it: --repo, --commit, --branch.
using SourceOptions = git::SourceNames;

/// These options plus --name, which distinguishes several ways to benchmark a commit.
[[nodiscard]] Group describe_source_options(SourceOptions& source,
                                            std::optional<std::string>& config_name);

} // namespace cb::cmd
