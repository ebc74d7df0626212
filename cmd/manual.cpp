#include "manual.hpp"

#include "help.hpp"
#include "variables.hpp"

#include <fmt/format.h>

#include <string_view>

namespace cb::cmd {

namespace {

/// Escapes `text` for roff.
std::string escape(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        const bool starts_line = escaped.empty() || escaped.back() == '\n';
        if (starts_line && (c == '.' || c == '\'')) {
            escaped += "\\&";
        }
        switch (c) {
        case '\\':
            escaped += "\\e";
            break;
        case '-':
            escaped += "\\-";
            break;
        case '\'':
            escaped += "\\(aq";
            break;
        case '~':
            escaped += "\\(ti";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

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

std::string render_exit_status()
{
    std::string text = ".SH EXIT STATUS\n";
    for (const auto& [code, meaning] : list_exit_codes()) {
        text += fmt::format(".TP\n{}\n{}.\n", code, escape(meaning));
    }
    return text;
}

std::string render_command(const Program& program, const Command& command)
{
    auto text = render_header(program, "cb-" + command.name, command.purpose);
    text += fmt::format(".SH SYNOPSIS\n{}\n.SH DESCRIPTION\n{}\n.SH OPTIONS\n",
                        escape(describe_usage(command)),
                        escape(command.notes));
    text += render_words(command.words) + render_words(command.words_after_mark);
    for (const auto& group : command.groups) {
        text += render_group(group, command.name);
    }
    text += render_examples(command.examples) + render_exit_status();
    return text + fmt::format(".SH SEE ALSO\n.BR cb (1),\n{} of cb's documentation\n",
                              escape("docs/" + command.page));
}

std::string render_program(const Program& program)
{
    auto text = render_header(program, program.name, program.purpose);
    text += ".SH SYNOPSIS\ncb [OPTIONS] COMMAND [...]\n.SH COMMANDS\n";
    for (const auto& command : program.commands) {
        text += fmt::format(".TP\n.BR cb\\-{} (1)\n{}.\n", command.name, escape(command.purpose));
    }
    text += ".SH OPTIONS\n";
    for (const auto& option : program.options) {
        text += render_option(option, "");
    }
    return text + render_examples(program.examples) + render_exit_status();
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
