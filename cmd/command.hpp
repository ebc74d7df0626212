#pragma once

#include "base/log.hpp"
#include "base/text_style.hpp"
#include "display.hpp"
#include "given.hpp"
#include "live_line.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cb::cmd {

/// The environment of a command. Standard output carries data, or its text if people read it.
struct Io {
    int in = 0;
    int out = 1;
    Log& log;                   ///< messages to the user: standard error
    LiveLine& live;             ///< progress: the last line of that terminal
    DisplayWish display{};      ///< how text looks, as the options ask
    std::vector<Given> given{}; ///< options, in addition to which a job may set some

    /// How text on standard output looks now: a terminal may have been resized.
    [[nodiscard]] TextStyle style() const { return style_of(display, out); }
};

/// The exit code of a command that completed; errors are exceptions. docs/exit-codes.md
enum class Exit { done = 0, some_failed = 1, bad_input = 3, unavailable = 4 };

/// The words of a command line that are not options.
struct Words {
    enum class Number { any, at_least_one, one, one_at_most };
    enum class Place {
        anywhere,
        last, ///< the first one ends the options
    };

    std::string value{}; ///< "FILE..."
    std::string sentence{};
    Take take{}; ///< called with each word
    Number number = Number::any;
    Place place = Place::anywhere;
};

/// Whether the command line is invalid without such a word.
[[nodiscard]] inline bool needs_word(const Words& words)
{
    return words.number == Words::Number::at_least_one || words.number == Words::Number::one;
}

/// A command, as needed to parse or describe command lines.
struct Command {
    std::string name{};
    std::string purpose{}; ///< one line, without a period
    std::optional<Words> words{};
    std::optional<Words> words_after_mark{}; ///< those after "--"; if absent, they are `words`, too
    std::vector<Group> groups{};
    std::string examples{}; ///< shell lines
    std::string notes{};    ///< a paragraph
    std::string page{};     ///< in docs/
    std::function<Exit(Io&)> run{};
};

// One per file cmd/NAME.cpp.
[[nodiscard]] Command describe_watch();
[[nodiscard]] Command describe_build();
[[nodiscard]] Command describe_run();
[[nodiscard]] Command describe_parse();
[[nodiscard]] Command describe_store();
[[nodiscard]] Command describe_compare();
[[nodiscard]] Command describe_export();
[[nodiscard]] Command describe_import();
[[nodiscard]] Command describe_confirm();
[[nodiscard]] Command describe_bisect();
[[nodiscard]] Command describe_prune();
[[nodiscard]] Command describe_changes();
[[nodiscard]] Command describe_triage();
[[nodiscard]] Command describe_alias();
[[nodiscard]] Command describe_claims();
[[nodiscard]] Command describe_log();
[[nodiscard]] Command describe_report();
[[nodiscard]] Command describe_init();
[[nodiscard]] Command describe_check();
[[nodiscard]] Command describe_notify();
[[nodiscard]] Command describe_doctor();
[[nodiscard]] Command describe_tune();

} // namespace cb::cmd
