#pragma once

#include "git/work_tree.hpp"

#include <CLI/CLI.hpp>

namespace cb::cmd {

/// Where results come from, when no earlier stage says so: --repo, --commit, --branch.
using SourceOptions = git::SourceNames;

void add_source_options(CLI::App& app, SourceOptions& options);

/// --name: what tells one way of benchmarking a commit from the others.
void add_config_name(CLI::App& app, std::optional<std::string>& name);

} // namespace cb::cmd
