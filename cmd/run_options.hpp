#pragma once

#include "display.hpp"
#include "engine/run.hpp"
#include "source_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::cmd {

struct RunOptions {
    engine::RunSettings settings;
    std::optional<std::string> image, directory;
    std::optional<std::string> config_name; ///< nullopt: the job's own
    SourceOptions source;
    OutputWish output = OutputWish::automatic;
    bool no_wait = false;
    bool sweep = false;
    bool print_argv = false;
};

/// All options of `cb run`.
[[nodiscard]] std::vector<Group> describe_run_options(RunOptions& options);

} // namespace cb::cmd
