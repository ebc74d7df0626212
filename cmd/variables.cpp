#include "variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

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

/// Whether the option is typed among the words, as "--name" or "--name=value".
bool is_among(const CLI::Option& option, const std::vector<std::string>& words)
{
    return std::any_of(words.begin(), words.end(), [&option](const std::string& word) {
        return word.starts_with("--") && option.check_lname(word.substr(2, word.find('=') - 2));
    });
}

bool is_excluded(const CLI::Option& option, const std::vector<std::string>& words)
{
    const auto others = option.get_excludes();
    return std::any_of(others.begin(), others.end(), [&words](const CLI::Option* other) {
        return is_among(*other, words);
    });
}

/// The name of an option that has a variable; "" for those that have none.
std::string name_of(const CLI::Option& option)
{
    const auto& names = option.get_lnames();
    return names.empty() || names[0] == "help" || names[0] == "version" || names[0] == "config"
               ? ""
               : names[0];
}

} // namespace

std::string shared_variable(const std::string& option)
{
    return "CB_" + in_capitals(std::string_view{option}.substr(option.rfind("--") + 2));
}

bool has_variable_of_its_own(const CLI::Option& option)
{
    return !option.get_envname().empty() &&
           option.get_envname() == "CB_" + in_capitals(name_of(option));
}

std::string describe_variables(const CLI::App& command)
{
    for (const auto* const option : command.get_options()) {
        const auto name = name_of(*option);
        if (!name.empty() && !has_variable_of_its_own(*option)) {
            return fmt::format("Each option is an environment variable, too: CB_{}_{} is --{}. "
                               "docs/environment.md",
                               in_capitals(command.get_name()),
                               in_capitals(name),
                               name);
        }
    }
    return "";
}

void name_variables(CLI::App& command, const std::vector<std::string>& words)
{
    const auto start = command.get_parent() == nullptr
                           ? std::string{"CB_"}
                           : fmt::format("CB_{}_", in_capitals(command.get_name()));
    for (auto* const option : command.get_options()) {
        const auto name = name_of(*option);
        if (is_excluded(*option, words)) {
            option->envname("");
        } else if (!name.empty() && option->get_envname().empty()) {
            option->envname(start + in_capitals(name));
        }
    }
}

void warn_of_unread_variables(const CLI::App& command, Log& log)
{
    for (const auto* const option : command.get_options()) {
        const auto& variable = option->get_envname();
        const auto name = name_of(*option);
        const auto shared = "CB_" + in_capitals(name);
        const char* const value = std::getenv(shared.c_str());
        if (!name.empty() && !variable.empty() && variable != shared && value != nullptr &&
            *value != 0) {
            log.warning(fmt::format("{} is not read; the variable of cb {} --{} is {}",
                                    shared,
                                    command.get_name(),
                                    name,
                                    variable));
        }
    }
}

} // namespace cb::cmd
