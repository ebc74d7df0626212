#include "usage.hpp"

#include "base/nearest.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace cb::cmd {

namespace {

constexpr std::size_t max_shown = 80; // of a word typed by the user

void add_options(const CLI::App& app, std::vector<std::string>& names)
{
    for (const auto* const option : app.get_options()) {
        for (const auto& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known)
{
    const auto meant = nearest(word, known);
    return meant ? fmt::format("; did you mean {}?", *meant) : "";
}

std::string unknown_command(const CLI::App& app, const std::string& word)
{
    std::vector<std::string> names;
    for (const auto* const command : app.get_subcommands({})) {
        names.push_back(command->get_name());
    }
    return fmt::format(
        "there is no command \"{}\"{}", printable(word, max_shown), suggestion(word, names));
}

std::string unknown_option(const CLI::App& app, const CLI::App* command, const std::string& word)
{
    const auto name = word.substr(0, word.find('='));
    std::vector<std::string> names;
    if (command != nullptr) {
        add_options(*command, names);
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
        return fmt::format(
            "{} is an option of {}: write it behind that word", name, command->get_name());
    }
    add_options(app, names);
    return fmt::format(
        "there is no option \"{}\"{}", printable(name, max_shown), suggestion(name, names));
}

/// The first word that nothing accepts, if there is one.
std::optional<std::string> unknown_word(const CLI::App& app, const CLI::App* command)
{
    const auto left = app.remaining(true);
    if (left.empty()) {
        return std::nullopt;
    }
    // A command may accept words, so an unknown option is the more likely cause.
    const auto option = std::find_if(left.begin(), left.end(), [](const std::string& word) {
        return word.size() > 1 && word.front() == '-';
    });
    const bool is_command = command == nullptr && option != left.begin();
    if (is_command) {
        return unknown_command(app, left.front());
    }
    return option != left.end() ? unknown_option(app, command, *option)
                                : fmt::format("the argument \"{}\" was not expected",
                                              printable(left.front(), max_shown));
}

/// Replaces those messages of CLI11 that cannot be understood without its source.
std::string own_words(const CLI::App* command, const CLI::ParseError& error)
{
    const std::string message = error.what();
    if (error.get_name() == "ArgumentMismatch") {
        return message.substr(0, message.find(':')) + ": needs a value";
    }
    if (error.get_name() == "FileError") {
        return "--config: " + message;
    }
    if (command == nullptr && error.get_name() == "RequiredError") {
        return "a command is required";
    }
    return message;
}

} // namespace

std::string describe_misuse(const CLI::App& app, const CLI::ParseError& error)
{
    const auto commands = app.get_subcommands();
    const auto* const command = commands.empty() ? nullptr : commands.front();
    const auto unknown = unknown_word(app, command);
    return unknown ? *unknown : own_words(command, error);
}

} // namespace cb::cmd
