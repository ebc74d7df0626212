#include "command_line.hpp"

#include "base/utf8.hpp"
#include "variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace cb::cmd {

namespace {

constexpr std::size_t most_shown = 80; // of a text typed by the user

const std::vector<std::string> switch_words{"0", "1", "true", "false", "yes", "no"};

/// Whether a flag is on.
Parsed<bool> parse_switch(std::string_view text)
{
    if (text == "1" || text == "true" || text == "yes") {
        return true;
    }
    if (text == "0" || text == "false" || text == "no") {
        return false;
    }
    return tl::unexpected{refuse_word(text, switch_words)};
}

/// The last text wins, because the first may come from a shell alias.
Parsed<std::vector<std::string>> resolve_flag(const std::vector<std::string>& texts)
{
    return parse_switch(texts.back()).map([](bool is_on) {
        return std::vector<std::string>(is_on ? 1 : 0);
    });
}

/// One empty text per increment of the counter.
Parsed<std::vector<std::string>> resolve_counter(const std::vector<std::string>& texts)
{
    std::vector<std::string> steps;
    for (const auto& text : texts) {
        if (text == "2") {
            steps.resize(steps.size() + 2);
            continue;
        }
        const auto is_on = parse_switch(text);
        if (!is_on) {
            auto words = switch_words;
            words.insert(words.begin() + 2, "2");
            return tl::unexpected{refuse_word(text, words)};
        }
        steps.resize(steps.size() + (*is_on ? 1 : 0));
    }
    return steps;
}

/// The value, or an empty text if it was omitted.
std::vector<std::string> resolve_joined_value(const std::string& text)
{
    const auto is_on = parse_switch(text);
    if (!is_on) {
        return {text};
    }
    return std::vector<std::string>(*is_on ? 1 : 0);
}

/// The texts for the binding; empty if the option is turned off.
Parsed<std::vector<std::string>> resolve(const Given& given)
{
    const auto& texts = given.texts;
    switch (given.option->binding.kind) {
    case Kind::flag:
        return resolve_flag(texts);
    case Kind::counter:
        return resolve_counter(texts);
    case Kind::repeated:
        return texts;
    case Kind::value:
    case Kind::optional_value:
    case Kind::joined_value:
        if (texts.size() > 1) {
            return tl::unexpected{std::string{"can be given only once"}};
        }
        return given.option->binding.kind == Kind::joined_value
                   ? resolve_joined_value(texts.front())
                   : texts;
    case Kind::help:
    case Kind::version:
    case Kind::config:
        break;
    }
    return {};
}

/// Applies options that are turned off, so that CB_RUN_NO_WAIT=0 excludes nothing.
Parsed<std::vector<Given>> resolve_all(const std::vector<Given>& given)
{
    std::vector<Given> resolved;
    for (const auto& one : given) {
        auto texts = resolve(one);
        if (!texts) {
            return tl::unexpected{fmt::format("{}: {}", one.origin, texts.error())};
        }
        if (!texts->empty()) {
            resolved.push_back({one.option, std::move(*texts), one.origin});
        }
    }
    return resolved;
}

const Given* find(const std::vector<Given>& given, const std::string& name)
{
    const auto found = std::find_if(
        given.begin(), given.end(), [&name](const Given& one) { return one.option->name == name; });
    return found == given.end() ? nullptr : &*found;
}

Parsed<void> check_together(const std::vector<Given>& given)
{
    for (const auto& one : given) {
        for (const auto& name : one.option->excludes) {
            if (const auto* const other = find(given, name)) {
                return tl::unexpected{fmt::format("{} excludes {}", one.origin, other->origin)};
            }
        }
        for (const auto& name : one.option->needs) {
            if (find(given, name) == nullptr) {
                return tl::unexpected{fmt::format("{} requires {}", one.origin, name)};
            }
        }
    }
    return {};
}

Parsed<void> take_options(const std::vector<Given>& given)
{
    for (const auto& one : given) {
        for (const auto& text : one.texts) {
            if (const auto taken = one.option->binding.take(text); !taken) {
                return tl::unexpected{fmt::format("{}: {}", one.origin, taken.error())};
            }
        }
    }
    return {};
}

/// "REPO..." without the dots.
std::string_view singular(const Words& words)
{
    return std::string_view{words.value}.substr(0, words.value.find('.'));
}

/// The maximum number of words.
std::size_t max_words(const std::optional<Words>& words)
{
    using Number = Words::Number;
    if (!words) {
        return 0;
    }
    const bool is_one = words->number == Number::one || words->number == Number::one_at_most;
    return is_one ? 1 : std::numeric_limits<std::size_t>::max();
}

Parsed<void> take_words(const std::optional<Words>& words, const std::vector<std::string>& texts)
{
    if (words && needs_word(*words) && texts.empty()) {
        return tl::unexpected{fmt::format("{} is required", singular(*words))};
    }
    if (const auto most = max_words(words); texts.size() > most) {
        return tl::unexpected{fmt::format("the argument \"{}\" was not expected",
                                          printable(texts[most], most_shown))};
    }
    for (const auto& text : texts) {
        if (const auto taken = words->take(text); !taken) {
            return tl::unexpected{fmt::format("{}: {}", singular(*words), taken.error())};
        }
    }
    return {};
}

Parsed<void> take_all_words(CommandLine line)
{
    const auto& command = *line.command;
    if (command.words_after_mark) {
        return take_words(command.words, line.words).and_then([&] {
            return take_words(command.words_after_mark, line.words_after_mark);
        });
    }
    line.words.insert(line.words.end(),
                      std::make_move_iterator(line.words_after_mark.begin()),
                      std::make_move_iterator(line.words_after_mark.end()));
    return take_words(command.words, line.words);
}

/// Applies the command line and the environment to the bindings.
Parsed<Invocation> bind(const Program& program, const CommandLine& line)
{
    Invocation invocation{line.wish, line.command, {}};
    auto given = line.given;
    for (auto& variable : read_variables(program, line)) {
        invocation.variables.push_back(
            fmt::format("{} sets {}", variable.origin, variable.option->name));
        given.push_back(std::move(variable));
    }
    return resolve_all(given)
        .and_then([](const std::vector<Given>& resolved) {
            return check_together(resolved).and_then([&] { return take_options(resolved); });
        })
        .and_then([&] { return take_all_words(line); })
        .map([&] { return std::move(invocation); });
}

} // namespace

Parsed<Invocation> read_command_line(const Program& program, const std::vector<std::string>& words)
{
    const auto line = read_syntax(program, words);
    if (!line) {
        return tl::unexpected{line.error()};
    }
    if (line->wish != CommandLine::Wish::run) {
        return Invocation{line->wish, line->command, {}};
    }
    return bind(program, *line).map_error([&line](const std::string& message) {
        return explain_misuse(line->command->name, message);
    });
}

} // namespace cb::cmd
