#include "help.hpp"

#include "base/text_style.hpp"
#include "display.hpp"
#include "variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unistd.h>

namespace cb::cmd {

namespace {

constexpr std::size_t default_width = 100;
constexpr std::size_t min_width = 40;
constexpr std::size_t max_width = 120; // longer lines are hard to read

/// A name and its text in two columns; on a narrow page the text is below the name.
std::string describe_row(std::string_view name, std::string_view text, std::size_t width)
{
    const std::size_t column = width < 72 ? 8 : 26;
    auto row = fmt::format("  {:<{}}", name, column - 2);
    if (name.size() + 3 > column) {
        row = fmt::format("  {}\n{}", name, std::string(column, ' '));
    }
    return row + wrapped(text, column, width) + "\n";
}

std::string describe_option(const Option& option, std::string_view command, std::size_t width)
{
    const auto name =
        option.letter.empty() ? to_usage(option) : option.letter + ", " + to_usage(option);
    const bool is_named_here = command.empty() || option.scope == Scope::everywhere;
    auto text = option.sentence;
    if (const auto variable = variable_of(option, command); is_named_here && !variable.empty()) {
        text += fmt::format(" [{}]", variable);
    }
    return describe_row(name, text, width);
}

std::string describe_words(const Command& command, std::size_t width)
{
    std::string text;
    if (const auto& words = command.words) {
        const bool is_last = words->place == Words::Place::last;
        text += describe_row((is_last ? "-- " : "") + words->value, words->sentence, width);
    }
    if (const auto& words = command.words_after_mark) {
        text += describe_row("-- " + words->value, words->sentence, width);
    }
    return text.empty() ? text : "\n" + text;
}

std::string describe_group(const Group& group, std::string_view command, std::size_t width)
{
    auto text = fmt::format("\n{}:\n", group.title);
    for (const auto& option : group.options) {
        text += describe_option(option, command, width);
    }
    return text;
}

std::string describe_exit_codes()
{
    std::string text = "Exit codes:";
    for (const auto& [code, meaning] : list_exit_codes()) {
        text += fmt::format(" {} {};", code, meaning);
    }
    text.back() = '.';
    return text + " docs/exit-codes.md";
}

} // namespace

std::size_t page_width()
{
    return std::clamp(terminal_width(STDOUT_FILENO).value_or(default_width), min_width, max_width);
}

std::string describe_usage(const Command& command)
{
    auto usage = "cb " + command.name + " [OPTIONS]";
    if (const auto& words = command.words) {
        const auto typed = (words->place == Words::Place::last ? "-- " : "") + words->value;
        usage += needs_word(*words) ? " " + typed : fmt::format(" [{}]", typed);
    }
    if (const auto& words = command.words_after_mark) {
        usage += fmt::format(" [-- {}]", words->value);
    }
    return usage;
}

std::string describe(const Command& command, std::size_t width)
{
    auto text = wrapped(command.purpose, 0, width) + "\n" +
                wrapped("Usage: " + describe_usage(command), 0, width) + "\n";
    text += describe_words(command, width);
    for (const auto& group : command.groups) {
        text += describe_group(group, command.name, width);
    }
    text += describe_group({"Other options", {describe_help_option()}}, command.name, width);
    text += describe_row("", "cb --help shows those that every command has.", width);
    text += fmt::format("\nExamples:\n{}\n{}\n",
                        command.examples,
                        wrapped(command.notes + " docs/" + command.page, 0, width));
    const auto variables = describe_variables(command);
    return variables.empty() ? text : text + wrapped(variables, 0, width) + "\n";
}

std::string describe(const Program& program, std::size_t width)
{
    auto text = fmt::format("{}\nUsage: cb [OPTIONS] COMMAND [...]\n\nCommands:\n",
                            wrapped(program.purpose, 0, width));
    for (const auto& command : program.commands) {
        text += describe_row(command.name, command.purpose, width);
    }
    text += describe_group({"Options", program.options}, "", width);
    return text + "\n" + program.examples + "\n" + wrapped(describe_exit_codes(), 0, width) + "\n";
}

} // namespace cb::cmd
