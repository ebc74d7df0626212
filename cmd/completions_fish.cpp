#include "completions.hpp"
#include "shell_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

namespace cb::cmd {

namespace {

/// Quotes for fish: single quotes, in which a backslash escapes.
std::string quote_fish(std::string_view text)
{
    std::string quoted = "'";
    for (const char c : text) {
        quoted += c == '\'' || c == '\\' ? fmt::format("\\{}", c) : std::string{c};
    }
    return quoted + "'";
}

std::string render_value(const Option& option)
{
    if (option.binding.kind == Kind::optional_value) {
        return "";
    }
    switch (proposal_for(option)) {
    case Proposal::absent:
        return "";
    case Proposal::anything:
        return " -x";
    case Proposal::files:
        return " -r -F";
    case Proposal::directories:
        return " -x -a '(__fish_complete_directories)'";
    case Proposal::words:
        return fmt::format(" -x -a '{}'", fmt::join(split_words(proposed_value(option)), " "));
    }
    return "";
}

std::string render_option(const Option& option, std::string_view condition)
{
    return fmt::format("complete -c cb{} -l {}{}{} -d {}\n",
                       condition,
                       option.name.substr(2),
                       option.letter.empty() ? "" : " -s " + option.letter.substr(1),
                       render_value(option),
                       quote_fish(option.sentence));
}

std::string render_words(const Words& words, std::string_view condition)
{
    switch (proposal_for(words.value)) {
    case Proposal::files:
        return fmt::format("complete -c cb{} -F\n", condition);
    case Proposal::directories:
        return fmt::format("complete -c cb{} -a '(__fish_complete_directories)'\n", condition);
    case Proposal::words:
        return fmt::format(
            "complete -c cb{} -a '{}'\n", condition, fmt::join(split_words(words.value), " "));
    case Proposal::absent:
    case Proposal::anything:
        break;
    }
    return "";
}

std::string render_command(const Command& command)
{
    const auto condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
    auto text = fmt::format("complete -c cb -n __fish_use_subcommand -a {} -d {}\n",
                            command.name,
                            quote_fish(command.purpose));
    for (const auto* const option : list_options(command)) {
        text += render_option(*option, condition);
    }
    return command.words ? text + render_words(*command.words, condition) : text;
}

} // namespace

std::string render_fish(const Program& program)
{
    std::string text = "# Completions of cb for fish, printed by \"cb completions fish\".\n"
                       "complete -c cb -f\n";
    for (const auto& option : program.options) {
        text += render_option(option, "");
    }
    for (const auto& command : program.commands) {
        text += render_command(command);
    }
    return text;
}

} // namespace cb::cmd
