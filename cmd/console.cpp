#include "console.hpp"

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
    std::string line = program_ + ": ";
    const bool painted = colored_ && level <= Level::warning;
    line += painted ? (level == Level::error ? red : yellow) : "";
    line += word_of(level);
    line += painted ? plain : "";
    for (const char c :
         message) { // what a repository or a benchmark said must not steer a terminal
        line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
    line += '\n';
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace cb::cmd
