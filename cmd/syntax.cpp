#include "syntax.hpp"

#include "base/utf8.hpp"
#include "usage.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

/// CLI11 reads the words and the --config file but converts nothing: its number converters read
/// "010" as 8 and "-1" as a huge size.
namespace cb::cmd {

namespace {

const CLI::callback_t keep = [](const CLI::results_t&) { return true; };

CLI::Option* add_option(CLI::App& app, const Option& option)
{
    const auto names = option.letter.empty() ? option.name : option.letter + "," + option.name;
    const auto all = CLI::MultiOptionPolicy::TakeAll;
    switch (option.binding.kind) {
    case Kind::flag:
    case Kind::counter:
    case Kind::joined_value:
        return app.add_flag(names)->multi_option_policy(all);
    case Kind::value:
        return app.add_option(names, keep)->expected(1)->multi_option_policy(all);
    case Kind::optional_value:
        return app.add_option(names, keep)->expected(0, 1)->multi_option_policy(all);
    case Kind::repeated:
        return app.add_option(names, keep)
            ->expected(1, CLI::detail::expected_max_vector_size)
            ->allow_extra_args(false);
    case Kind::help:
        return app.set_help_flag(names);
    case Kind::version:
        return app.set_version_flag(names, "");
    case Kind::config:
        return app.set_config(names);
    }
    return nullptr;
}

/// The option tables as CLI11 objects.
class Syntax {
public:
    explicit Syntax(const Program& program) : program_{program}
    {
        app_.fallthrough();
        app_.require_subcommand(1);
        for (const auto& option : program.options) {
            options_[&option] = add_option(app_, option);
        }
        for (const auto& command : program.commands) {
            add_command(command);
        }
    }

    [[nodiscard]] Parsed<CommandLine> read(std::vector<std::string> words)
    {
        std::reverse(words.begin(), words.end()); // the order that CLI11 expects
        try {
            app_.parse(std::move(words));
        } catch (const CLI::CallForHelp&) {
            return CommandLine{.wish = CommandLine::Wish::help, .command = chosen()};
        } catch (const CLI::CallForVersion&) {
            return CommandLine{.wish = CommandLine::Wish::version};
        } catch (const CLI::ParseError& error) {
            const auto* const command = chosen();
            return tl::unexpected{explain_misuse(command == nullptr ? "" : command->name,
                                                 describe_misuse(app_, error))};
        }
        return collect(*chosen());
    }

private:
    void add_command(const Command& command)
    {
        CLI::App* const sub = app_.add_subcommand(command.name);
        for (const auto* const option : list_options(command)) {
            options_[option] = add_option(*sub, *option);
        }
        if (command.words) {
            words_[&command] = sub->add_option("words", keep)
                                   ->expected(1, CLI::detail::expected_max_vector_size)
                                   ->allow_extra_args(); // otherwise it accepts only one word
            sub->positionals_at_end(command.words->place == Words::Place::last);
        }
    }

    [[nodiscard]] const Command* chosen() const
    {
        const auto subs = app_.get_subcommands();
        return subs.empty() ? nullptr : find_command(program_, subs.front()->get_name());
    }

    void collect(const Option& option, CommandLine& line) const
    {
        const auto* const read = options_.at(&option);
        if (has_variable(option) && read->count() > 0) {
            line.given.push_back({&option, read->results(), option.name});
        }
    }

    /// Ignores what the --config file says about other commands.
    [[nodiscard]] CommandLine collect(const Command& command) const
    {
        CommandLine line{.command = &command};
        for (const auto& option : program_.options) {
            collect(option, line);
        }
        for (const auto* const option : list_options(command)) {
            collect(*option, line);
        }
        if (const auto words = words_.find(&command); words != words_.end()) {
            line.words = words->second->results();
        }
        return line;
    }

    const Program& program_;
    CLI::App app_;
    std::map<const Option*, CLI::Option*> options_;
    std::map<const Command*, CLI::Option*> words_;
};

} // namespace

std::string explain_misuse(std::string_view command, std::string_view message)
{
    const auto at = command.empty() ? std::string{"cb"} : fmt::format("cb {}", command);
    // The message quotes the input, which may come from an untrusted caller.
    return fmt::format("{0}: {1}\nTry '{0} --help'.\n", at, printable(message, message.size()));
}

Parsed<CommandLine> read_syntax(const Program& program, const std::vector<std::string>& words)
{
    const auto mark = std::find(words.begin(), words.end(), "--");
    auto line = Syntax{program}.read({words.begin(), mark});
    if (line && mark != words.end()) {
        line->words_after_mark.assign(mark + 1, words.end());
    }
    return line;
}

} // namespace cb::cmd
