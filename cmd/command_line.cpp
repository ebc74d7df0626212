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

constexpr std::size_t max_shown = 80; // of a text typed by the user

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
    if (const auto max_texts = max_words(words); texts.size() > max_texts) {
        return tl::unexpected{fmt::format("the argument \"{}\" was not expected",
                                          printable(texts[max_texts], max_shown))};
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
    Invocation invocation{line.wish, line.command, {}, {}};
    auto given = line.given;
    for (auto& variable : read_variables(program, line)) {
        invocation.variables.push_back(
            fmt::format("{} sets {}", variable.origin, variable.option->name));
        given.push_back(std::move(variable));
    }
    if (const auto wrong = apply(given); !wrong.empty()) {
        return tl::unexpected{wrong.front().message};
    }
    invocation.given = std::move(given);
    return take_all_words(line).map([&] { return std::move(invocation); });
}

} // namespace

Parsed<Invocation> read_command_line(const Program& program, const std::vector<std::string>& words)
{
    const auto line = read_syntax(program, words);
    if (!line) {
        return tl::unexpected{line.error()};
    }
    if (line->wish != CommandLine::Wish::run) {
        return Invocation{line->wish, line->command, {}, {}};
    }
    return bind(program, *line).map_error([&line](const std::string& message) {
        return explain_misuse(line->command->name, message);
    });
}

} // namespace cb::cmd
