#include "console.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <unistd.h>

namespace cb::cmd {

namespace {

constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view plain = "\x1b[0m";

bool is_terminal()
{
    return ::isatty(STDERR_FILENO) != 0;
}

std::string_view word_of(Level level)
{
    switch (level) {
    case Level::error:
        return "error: ";
    case Level::warning:
        return "warning: ";
    case Level::info:
    case Level::debug:
        return "";
    }
    return "";
}

} // namespace

void Console::set_program(std::string_view subcommand)
{
    program_ = fmt::format("cb {}", subcommand);
}

void Console::set_color(Color color)
{
    const char* const no_color = std::getenv("NO_COLOR");
    const bool wanted = (no_color == nullptr || *no_color == 0) && is_terminal();
    colored_ = color == Color::always || (color == Color::automatic && wanted);
}

Level Console::level_of(int verbosity)
{
    if (verbosity < 0) {
        return Level::error;
    }
    if (verbosity == 0) {
        return is_terminal() ? Level::info : Level::warning;
    }
    return verbosity == 1 ? Level::info : Level::debug;
}

void Console::write(Level level, std::string_view message)
{
    if (level > most_) {
        return;
    }
    std::string start{word_of(level)};
    if (colored_ && level <= Level::warning) {
        start = fmt::format("{}{}{}", level == Level::error ? red : yellow, start, plain);
    }
    put(start, message);
}

void Console::quote(Level level, std::string_view line)
{
    if (level <= most_) {
        put("| ", line);
    }
}

void Console::put(std::string_view start, std::string_view text)
{
    const auto line = fmt::format("{}: {}{}\n", program_, start, printable(text, text.size()));
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace cb::cmd
