#include "completions.hpp"
#include "shell_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

namespace cb::cmd {

namespace {

constexpr std::string_view start =
    R"(# Completions of cb for bash, printed by "cb completions bash".
_cb_words() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

_cb() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' word
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        [ "$word" != -- ] || return 0 # the command of a benchmark
    done
    # bash takes "=" for a word of its own.
    if [ "$current" = = ]; then
        current=''
    elif [ "$previous" = = ]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
)";

/// The shell code that completes the value of an option.
std::string render_proposal(const Option& option)
{
    switch (proposal_for(option)) {
    case Proposal::absent:
    case Proposal::files:
        return ":"; // bash completes these by itself
    case Proposal::anything:
        return "compopt +o default";
    case Proposal::directories:
        return "compopt -o dirnames";
    case Proposal::words:
        return fmt::format("_cb_words '{}'", fmt::join(split_words(proposed_value(option)), " "));
    }
    return ":";
}

std::string render_arm(const Option& option, std::string_view command)
{
    return proposal_for(option) == Proposal::absent
               ? ""
               : fmt::format("        {}' {}') {}; return ;;\n",
                             command.empty() ? "*" : command,
                             option.name,
                             render_proposal(option));
}

std::string render_values(const Program& program)
{
    std::string text = "    case \"$command $previous\" in\n";
    const auto add = [&text](const Option& option, std::string_view command) {
        text += render_arm(option, command);
    };
    for (const auto& option : program.options) {
        add(option, "");
    }
    for (const auto& command : program.commands) {
        for (const auto* const option : list_options(command)) {
            add(*option, command.name);
        }
    }
    return text + "    esac\n";
}

/// Finds the command on the line.
std::string render_search(const std::string& commands)
{
    return fmt::format("    for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
                       "        case $word in\n"
                       "            {}) command=$word; break ;;\n"
                       "        esac\n"
                       "    done\n",
                       commands);
}

std::string render_options(const Program& program)
{
    std::string global;
    for (const auto& option : program.options) {
        global += (option.letter.empty() ? "" : option.letter + " ") + option.name + " ";
    }
    auto text = std::string{"    case \"$command $current\" in\n"};
    text += fmt::format("        ' -'*) _cb_words '{}'; return ;;\n", global);
    for (const auto& command : program.commands) {
        auto words = global;
        for (const auto* const option : list_options(command)) {
            words += option->name + " ";
        }
        text += fmt::format("        {}' -'*) _cb_words '{}'; return ;;\n", command.name, words);
    }
    return text;
}

/// Completes what is not an option: a command, or the words of one.
std::string render_words(const Program& program, const std::string& commands)
{
    auto text = fmt::format("        ' '*) _cb_words '{}'; return ;;\n", commands);
    for (const auto& command : program.commands) {
        if (command.words && proposal_for(command.words->value) == Proposal::words) {
            text += fmt::format("        {}' '*) _cb_words '{}'; return ;;\n",
                                command.name,
                                fmt::join(split_words(command.words->value), " "));
        }
    }
    return text + "    esac\n";
}

} // namespace

std::string render_bash(const Program& program)
{
    std::vector<std::string> names;
    for (const auto& command : program.commands) {
        names.push_back(command.name);
    }
    return std::string{start} + render_search(fmt::format("{}", fmt::join(names, "|"))) +
           render_values(program) + render_options(program) +
           render_words(program, fmt::format("{}", fmt::join(names, " "))) +
           "}\ncomplete -o default -F _cb cb\n";
}

} // namespace cb::cmd
