#pragma once

#include "engine/run.hpp"
#include "source_options.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

namespace cb::cmd {

struct RunOptions {
    engine::RunSettings settings;
    std::optional<std::string> image, directory;
    SourceOptions source;
    bool no_wait = false;
    bool sweep = false;
    bool print_argv = false;
};

/// All options of `cb run`. `options` must outlive the parsing.
void add_run_options(CLI::App& sub, RunOptions& options);

} // namespace cb::cmd
