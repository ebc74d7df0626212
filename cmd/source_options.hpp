#pragma once

#include "git/work_tree.hpp"

#include <CLI/CLI.hpp>

namespace cb::cmd {

/// Where results come from, when no earlier stage says so: --repo, --commit, --branch.
using SourceOptions = git::SourceNames;

void add_source_options(CLI::App& app, SourceOptions& options);

} // namespace cb::cmd
