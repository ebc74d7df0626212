#pragma once

#include "base/log.hpp"

#include <cstddef>
#include <functional>

namespace CLI { // NOLINT: the library's own spelling
class App;
}

namespace cb::cmd {

/// What a command works with. Standard output carries data only.
struct Io {
    int in = 0;
    int out = 1;
    Log& log;                   ///< for a person: standard error
    std::size_t after_mark = 0; ///< how many words of the command line stand after "--"
};

/// The exit code of a command that came to its end; errors are thrown. docs/exit-codes.md
enum class Exit { done = 0, some_failed = 1, bad_input = 3 };

/// What the command line chose. Parsing only chooses; main runs it when parsing has succeeded.
using Action = std::function<Exit(Io&)>;

// One a file cmd/NAME.cpp.
void add_watch(CLI::App& app, Action& chosen);
void add_build(CLI::App& app, Action& chosen);
void add_run(CLI::App& app, Action& chosen);
void add_parse(CLI::App& app, Action& chosen);
void add_store(CLI::App& app, Action& chosen);
void add_export(CLI::App& app, Action& chosen);
void add_doctor(CLI::App& app, Action& chosen);
void add_tune(CLI::App& app, Action& chosen);

} // namespace cb::cmd
