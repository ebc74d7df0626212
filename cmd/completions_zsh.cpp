#include "completions.hpp"
#include "shell_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

namespace cb::cmd {

namespace {

/// Escapes a text within a specification of _arguments or _describe.
std::string escape(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') {
            escaped += '\\';
        }
        escaped += c;
    }
    return escaped;
}

/// The action that completes a value with that name.
std::string render_action(std::string_view value)
{
    switch (proposal_for(value)) {
    case Proposal::files:
        return "_files";
    case Proposal::directories:
        return "_files -/";
    case Proposal::words:
        return fmt::format("({})", fmt::join(split_words(value), " "));
    case Proposal::absent:
    case Proposal::anything:
        break;
    }
    return " "; // zsh then shows the value's name
}

std::string render_value(const Option& option)
{
    const auto value = value_name(option);
    if (value.empty()) {
        return "";
    }
    const bool is_optional =
        option.binding.kind == Kind::optional_value || option.binding.kind == Kind::joined_value;
    return fmt::format(
        "{}{}:{}", is_optional ? "::" : ":", escape(value), render_action(proposed_value(option)));
}

/// How to tell _arguments where the value is: "--shm=", "--retry-failed=-".
std::string_view value_mark(const Option& option)
{
    if (value_name(option).empty()) {
        return "";
    }
    return option.binding.kind == Kind::joined_value ? "=-" : "=";
}

std::string render_option(const Option& option)
{
    const bool is_repeated =
        option.binding.kind == Kind::repeated || option.binding.kind == Kind::counter;
    std::string text;
    for (const auto& name : {option.letter, option.name}) {
        if (!name.empty()) {
            text += "            " +
                    quote(fmt::format("{}{}{}[{}]{}",
                                      is_repeated ? "*" : "",
                                      name,
                                      value_mark(option),
                                      escape(option.sentence),
                                      render_value(option))) +
                    " \\\n";
        }
    }
    return text;
}

std::string render_words(const Command& command)
{
    std::string text;
    if (command.words && command.words->place == Words::Place::anywhere) {
        text += "            " +
                quote(fmt::format(
                    "*:{}:{}", escape(command.words->value), render_action(command.words->value))) +
                " \\\n";
    } else if (command.words) {
        text += "            '*::command:_normal' \\\n";
    }
    return text;
}

std::string render_command(const Command& command)
{
    auto text = fmt::format("        {})\n            _arguments -s \\\n", command.name);
    for (const auto* const option : list_options(command)) {
        text += render_option(*option);
    }
    return text + render_words(command) +
           "            '(- *)'{-h,--help}'[Print the help of the command and exit]' ;;\n";
}

} // namespace

std::string render_zsh(const Program& program)
{
    std::string text = "#compdef cb\n"
                       "# Completions of cb for zsh, printed by \"cb completions zsh\".\n"
                       "_cb() {\n"
                       "    local curcontext=$curcontext state line\n"
                       "    local -a commands\n"
                       "    commands=(\n";
    for (const auto& command : program.commands) {
        text += fmt::format("        {}\n", quote(command.name + ":" + escape(command.purpose)));
    }
    text += "    )\n    _arguments -C -s \\\n";
    for (const auto& option : program.options) {
        text += render_option(option);
    }
    text += "            '1:command:->command' \\\n            '*::word:->words'\n"
            "    if [[ $state == command ]]; then\n"
            "        _describe command commands\n        return\n    fi\n"
            "    case $words[1] in\n";
    for (const auto& command : program.commands) {
        text += render_command(command);
    }
    // From fpath the file is called as a function; otherwise the function must be registered.
    return text + "    esac\n}\n"
                  "if [[ $funcstack[1] == _cb ]]; then _cb \"$@\"; else compdef _cb cb; fi\n";
}

} // namespace cb::cmd
