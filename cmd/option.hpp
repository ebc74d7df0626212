#pragma once

#include "base/error.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The description of an option: one row, which the parser, --help, the man pages, the completions
/// and the test of docs/ read. An option whose text is parsed in lib/ is bound to a variable of the
/// parsed type.
namespace cb::cmd {

/// How an option is written on the command line.
enum class Kind {
    flag,           ///< --strict
    counter,        ///< -v, -vv
    value,          ///< --shm SIZE, at most once
    optional_value, ///< --conn-info [STR], at most once
    joined_value,   ///< --retry-failed[=REASON], at most once
    repeated,       ///< --env NAME=VALUE, any number of times
    help,           ///< --help: handled by the parser, like the next two
    version,
    config,
};

/// Receives the text of an option, or returns what is wrong with it. The text of a flag is empty.
using Take = std::function<Parsed<void>(std::string_view)>;

/// The target of an option.
struct Binding {
    Kind kind = Kind::flag;
    Take take{};
    std::vector<std::string> words{}; ///< the possible values, if there are few
};

/// The commands to which the environment variable of an option applies.
enum class Scope {
    command,    ///< CB_COMMAND_OPTION: the option name means something else in another command
    everywhere, ///< CB_OPTION
    apart,      ///< like command, but CB_OPTION belongs to an option of other commands
};

struct Option {
    std::string name{};     ///< "--shm"
    std::string letter{};   ///< "-q", or empty
    std::string value{};    ///< the name of its value: "SIZE"; completions know FILE, DIR and "a|b"
    std::string sentence{}; ///< what it does, with "[default: …]" at the end
    Binding binding{};
    std::vector<std::string> excludes{}; ///< names of mutually exclusive options
    std::vector<std::string> needs{};    ///< names of options that it requires
    Scope scope = Scope::command;
    std::string no_key{}; ///< why no project file can set it; empty: it can (docs/configuration.md)
};

/// Options that --help shows together.
struct Group {
    std::string title{};
    std::vector<Option> options{};
};

/// The display name of the value: "SIZE", "none|host", or "" without a value.
[[nodiscard]] std::string value_name(const Option& option);

/// The option with its value name, as typed: "--shm SIZE", "--retry-failed[=REASON]".
[[nodiscard]] std::string to_usage(const Option& option);

/// Whether the value is a path of this machine.
[[nodiscard]] bool takes_path(const Option& option);

/// Whether an environment variable and a section of a --config file can set the option.
[[nodiscard]] bool has_variable(const Option& option);

// Functions that create bindings. The target must live until the command has run.

/// An option that is given at most once.
template <typename T, typename Parse> [[nodiscard]] Binding once(T& target, Parse parse)
{
    return {Kind::value,
            [&target, parse](std::string_view text) -> Parsed<void> {
                return parse(text).map([&target](auto value) { target = std::move(value); });
            },
            {}};
}

/// The same with an optional value, which is empty if omitted.
template <typename T, typename Parse> [[nodiscard]] Binding once_or_empty(T& target, Parse parse)
{
    auto binding = once(target, parse);
    binding.kind = Kind::optional_value;
    return binding;
}

/// A repeatable option; `take` gets each value.
[[nodiscard]] Binding each(Take take);

/// The same, with the values kept in the given order.
template <typename T, typename Parse>
[[nodiscard]] Binding each(std::vector<T>& target, Parse parse)
{
    return each([&target, parse](std::string_view text) -> Parsed<void> {
        return parse(text).map([&target](T value) { target.push_back(std::move(value)); });
    });
}

/// A flag that sets `target` to `value`.
template <typename T> [[nodiscard]] Binding set(T& target, T value)
{
    return {Kind::flag,
            [&target, value](std::string_view) -> Parsed<void> {
                target = value;
                return {};
            },
            {}};
}

[[nodiscard]] inline Binding set(bool& target)
{
    return set(target, true);
}

/// A word of the command line and its value.
template <typename T> struct Choice {
    std::string_view word;
    T value;
};

/// The error '"WORD" is not one of a, b'.
[[nodiscard]] std::string refuse_word(std::string_view text, const std::vector<std::string>& words);

/// An option whose value is one of a few words.
template <typename U, typename T>
[[nodiscard]] Binding choose(T& target, std::vector<Choice<U>> choices)
{
    std::vector<std::string> words{};
    for (const auto& choice : choices) {
        words.emplace_back(choice.word);
    }
    const auto take = [&target, choices, words](std::string_view text) -> Parsed<void> {
        for (const auto& choice : choices) {
            if (choice.word == text) {
                target = choice.value;
                return {};
            }
        }
        return tl::unexpected{refuse_word(text, words)};
    };
    return {Kind::value, take, words};
}

} // namespace cb::cmd
