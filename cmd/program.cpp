#include "program.hpp"

#include <algorithm>

namespace cb::cmd {

const std::vector<ExitCode>& list_exit_codes()
{
    static const std::vector<ExitCode> codes{
        {"0", "done"},
        {"1", "done, and some job failed"},
        {"2", "the command line is wrong"},
        {"3", "the input could not be understood"},
        {"4", "a service was not available, try again"},
        {"128+n", "ended by signal n"},
    };
    return codes;
}

Option describe_help_option()
{
    return {.name = "--help",
            .letter = "-h",
            .sentence = "Print this help and exit",
            .binding = {.kind = Kind::help}};
}

const Command* find_command(const Program& program, std::string_view name)
{
    const auto found =
        std::find_if(program.commands.begin(),
                     program.commands.end(),
                     [name](const Command& command) { return command.name == name; });
    return found == program.commands.end() ? nullptr : &*found;
}

std::vector<const Option*> list_options(const Command& command)
{
    std::vector<const Option*> options;
    for (const auto& group : command.groups) {
        for (const auto& option : group.options) {
            options.push_back(&option);
        }
    }
    return options;
}

} // namespace cb::cmd
