#include "variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>

namespace cb::cmd {

namespace {

std::string in_capitals(std::string_view name)
{
    std::string capitals;
    for (const char c : name) {
        capitals += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return capitals;
}

/// CB_OPTION
std::string shared_name(const Option& option)
{
    return "CB_" + in_capitals(std::string_view{option.name}.substr(2));
}

/// The text of the variable; an empty one counts as absent, like everywhere else.
std::optional<std::string> read_variable(const std::string& name)
{
    const char* const text = name.empty() ? nullptr : std::getenv(name.c_str());
    return text == nullptr || *text == 0 ? std::nullopt : std::optional<std::string>{text};
}

} // namespace

std::string variable_of(const Option& option, std::string_view command)
{
    if (!has_variable(option)) {
        return "";
    }
    if (command.empty() || option.scope == Scope::everywhere) {
        return shared_name(option);
    }
    return fmt::format(
        "CB_{}_{}", in_capitals(command), in_capitals(std::string_view{option.name}.substr(2)));
}

std::string describe_variables(const Command& command)
{
    for (const auto* const option : list_options(command)) {
        if (has_variable(*option) && option->scope == Scope::command) {
            return fmt::format(
                "Each option is an environment variable, too: {} is {}. docs/environment.md",
                variable_of(*option, command.name),
                option->name);
        }
    }
    return "";
}

std::vector<Given> read_variables(const Program& program, const CommandLine& line)
{
    std::vector<Given> found;
    const auto read = [&line, &found](const Option& option, std::string_view command) {
        const auto variable = variable_of(option, command);
        const auto text = read_variable(variable);
        if (text && !is_decided(option, line.given)) {
            found.push_back({&option, {*text}, variable});
        }
    };
    for (const auto& option : program.options) {
        read(option, "");
    }
    for (const auto* const option : list_options(*line.command)) {
        read(*option, line.command->name);
    }
    return found;
}

std::vector<std::string> list_unread_variables(const Command& command)
{
    std::vector<std::string> warnings;
    for (const auto* const option : list_options(command)) {
        const auto variable = variable_of(*option, command.name);
        const auto shared = shared_name(*option);
        if (option->scope == Scope::command && variable != shared && read_variable(shared)) {
            warnings.push_back(fmt::format("{} is not read; the variable of cb {} {} is {}",
                                           shared,
                                           command.name,
                                           option->name,
                                           variable));
        }
    }
    return warnings;
}

} // namespace cb::cmd
