#include "display.hpp"

#include <sys/ioctl.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace cb::cmd {

namespace {

std::string_view variable(const char* name)
{
    const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? "" : value;
}

bool is_dumb()
{
    const auto term = variable("TERM");
    return term.empty() || term == "dumb";
}

/// The charset of the locale: the first of these variables that is not empty decides, setlocale(3).
Charset charset_of_locale()
{
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto locale = variable(name);
        if (!locale.empty()) {
            const bool is_utf8 = locale.find("UTF-8") != std::string_view::npos ||
                                 locale.find("utf8") != std::string_view::npos ||
                                 locale.find("UTF8") != std::string_view::npos ||
                                 locale.find("utf-8") != std::string_view::npos;
            return is_utf8 ? Charset::unicode : Charset::ascii;
        }
    }
    return Charset::ascii;
}

} // namespace

bool is_terminal(int fd)
{
    return ::isatty(fd) == 1;
}

bool can_move_cursor(int fd)
{
    return is_terminal(fd) && !is_dumb();
}

bool is_colored(ColorWish color, int fd)
{
    if (color != ColorWish::automatic) {
        return color == ColorWish::always;
    }
    if (!variable("NO_COLOR").empty()) {
        return false;
    }
    const auto force = variable("CLICOLOR_FORCE");
    return (!force.empty() && force != "0") || (can_move_cursor(fd) && variable("CLICOLOR") != "0");
}

std::optional<std::size_t> terminal_width(int fd)
{
    struct winsize size {};
    const bool is_known = is_terminal(fd) && ::ioctl(fd, TIOCGWINSZ, &size) == 0;
    return is_known && size.ws_col > 0 ? std::optional<std::size_t>{size.ws_col} : std::nullopt;
}

TextStyle style_of(const DisplayWish& wish, int fd)
{
    constexpr std::size_t usual_width = 80;
    constexpr std::size_t min_width = 20;
    TextStyle style;
    if (is_terminal(fd)) {
        style.width = std::max(min_width, terminal_width(fd).value_or(usual_width));
        style.charset = charset_of_locale();
    }
    style.charset = wish.charset.value_or(style.charset);
    style.color = is_colored(wish.color, fd) ? Color::on : Color::off;
    return style;
}

Audience audience_of(OutputWish wish, int fd)
{
    return wish == OutputWish::automatic && is_terminal(fd) ? Audience::people : Audience::programs;
}

} // namespace cb::cmd
