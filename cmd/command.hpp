#pragma once

#include "base/log.hpp"
#include "option.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cb::cmd {

/// What a command works with. Standard output carries data only.
struct Io {
    int in = 0;
    int out = 1;
    Log& log; ///< for a person: standard error
};

/// The exit code of a command that came to its end; errors are thrown. docs/exit-codes.md
enum class Exit { done = 0, some_failed = 1, bad_input = 3 };

/// The words of a command line that are no options.
struct Words {
    enum class Number { any, at_least_one, one, one_at_most };
    enum class Place {
        anywhere,
        last, ///< the first of them ends the options
    };

    std::string value{}; ///< "FILE..."
    std::string sentence{};
    Take take{}; ///< gets each
    Number number = Number::any;
    Place place = Place::anywhere;
};

/// Whether the command line is wrong without such a word.
[[nodiscard]] inline bool needs_word(const Words& words)
{
    return words.number == Words::Number::at_least_one || words.number == Words::Number::one;
}

/// A command, as everything that reads command lines or describes them needs it.
struct Command {
    std::string name{};
    std::string purpose{}; ///< one line, without a full stop
    std::optional<Words> words{};
    std::optional<Words> words_after_mark{}; ///< those after "--"; if absent, they are `words`, too
    std::vector<Group> groups{};
    std::string examples{}; ///< lines of a shell
    std::string notes{};    ///< a paragraph
    std::string page{};     ///< in docs/
    std::function<Exit(Io&)> run{};
};

// One a file cmd/NAME.cpp.
[[nodiscard]] Command describe_watch();
[[nodiscard]] Command describe_build();
[[nodiscard]] Command describe_run();
[[nodiscard]] Command describe_parse();
[[nodiscard]] Command describe_store();
[[nodiscard]] Command describe_export();
[[nodiscard]] Command describe_doctor();
[[nodiscard]] Command describe_tune();

} // namespace cb::cmd
