#include "manual.hpp"

#include "help.hpp"
#include "manual_prose.hpp"
#include "roff/escape.hpp"
#include "variables.hpp"

#include <fmt/format.h>

#include <string_view>

namespace cb::cmd {

namespace {

using roff::escape;

std::string render_header(const Program& program, std::string_view title, std::string_view purpose)
{
    return fmt::format(".TH \"{}\" 1 \"\" \"cb {}\" \"User Commands\"\n.SH NAME\n{} \\- {}\n",
                       escape(title),
                       program.version,
                       escape(title),
                       escape(purpose));
}

std::string render_option(const Option& option, std::string_view command)
{
    const auto name = (option.letter.empty() ? "" : option.letter + ", ") + to_usage(option);
    const auto variable = variable_of(option, command);
    return fmt::format(".TP\n\\fB{}\\fR\n{}.\n{}",
                       escape(name),
                       escape(option.sentence),
                       variable.empty() ? "" : fmt::format("Variable: {}.\n", variable));
}

std::string render_group(const Group& group, std::string_view command)
{
    auto text = fmt::format(".SS {}\n", escape(group.title));
    for (const auto& option : group.options) {
        text += render_option(option, command);
    }
    return text;
}

std::string render_words(const std::optional<Words>& words)
{
    return words ? fmt::format(
                       ".TP\n\\fI{}\\fR\n{}.\n", escape(words->value), escape(words->sentence))
                 : "";
}

std::string render_examples(const std::string& examples)
{
    return ".SH EXAMPLES\n.nf\n" + escape(examples) + ".fi\n";
}

/// What the command's own page says of its exit codes, or what all commands have in common.
std::string render_exit_status(const Prose& prose)
{
    std::string text = ".SH EXIT STATUS\n";
    if (!prose.exit_status.empty()) {
        return text + prose.exit_status;
    }
    for (const auto& [code, meaning] : list_exit_codes()) {
        text += fmt::format(".TP\n{}\n{}.\n", code, escape(meaning));
    }
    return text;
}

std::string render_sections(const Prose& prose)
{
    return prose.sections.empty() ? "" : ".SH EXTENDED DESCRIPTION\n" + prose.sections;
}

/// Some commands share a page, which is that of cb(1).
bool has_own_page(const Program& program, const Command& command)
{
    return command.page != program.page;
}

std::string render_command(const Program& program, const Command& command)
{
    const auto prose = has_own_page(program, command) ? read_prose(program, command.page) : Prose{};
    auto text = render_header(program, "cb-" + command.name, command.purpose);
    text +=
        fmt::format(".SH SYNOPSIS\n{}\n.SH DESCRIPTION\n{}.SH OPTIONS\n",
                    escape(describe_usage(command)),
                    prose.introduction.empty() ? escape(command.notes) + "\n" : prose.introduction);
    text += render_words(command.words) + render_words(command.words_after_mark);
    for (const auto& group : command.groups) {
        text += render_group(group, command.name);
    }
    text += prose.options + render_sections(prose) + render_exit_status(prose) +
            render_examples(command.examples);
    return text + ".SH SEE ALSO\n.BR cb (1)\n";
}

std::string render_program(const Program& program)
{
    const auto prose = read_prose(program, program.page);
    auto text = render_header(program, program.name, program.purpose);
    text += ".SH SYNOPSIS\ncb [OPTIONS] COMMAND [...]\n.SH DESCRIPTION\n" + prose.introduction +
            ".SH COMMANDS\n";
    for (const auto& command : program.commands) {
        text += fmt::format(".TP\n.BR cb\\-{} (1)\n{}.\n", command.name, escape(command.purpose));
    }
    text += ".SH OPTIONS\n";
    for (const auto& option : program.options) {
        text += render_option(option, "");
    }
    return text + render_sections(prose) + render_exit_status(prose) +
           render_examples(program.examples);
}

std::string render_row(const Option& option, std::string_view command, std::string_view page)
{
    const auto variable = variable_of(option, command);
    return fmt::format("{}\t{}\t{}\t{}\t{}\n",
                       command.empty() ? "cb" : command,
                       to_usage(option),
                       variable.empty() ? "-" : variable,
                       page,
                       option.sentence);
}

} // namespace

std::string render_manual(const Program& program, const Command* command)
{
    return command == nullptr ? render_program(program) : render_command(program, *command);
}

std::string render_table(const Program& program)
{
    std::string text;
    for (const auto& option : program.options) {
        text += render_row(option, "", program.page);
    }
    for (const auto& command : program.commands) {
        for (const auto* const option : list_options(command)) {
            text += render_row(*option, command.name, command.page);
        }
    }
    return text;
}

} // namespace cb::cmd
