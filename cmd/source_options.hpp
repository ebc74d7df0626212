#pragma once

#include "base/ids.hpp"
#include "manifest/sections.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

namespace cb::cmd {

/// Where results come from, when no earlier stage says so: --repo, --commit, --branch.
struct SourceOptions {
    std::optional<std::string> repo, branch;
    std::optional<CommitId> commit;
};

void add_source_options(CLI::App& app, SourceOptions& options);

/// --name: what tells one way of benchmarking a commit from the others.
void add_config_name(CLI::App& app, std::optional<std::string>& name);

/// The source that the options name. What they leave open comes from the git work tree that we are
/// in, if there is one, unless --repo names another project; else the repository is `fallback`.
/// Throws as git::Repository.
[[nodiscard]] Source source_of(const SourceOptions& options, const std::string& fallback);

} // namespace cb::cmd
