#include "console.hpp"

#include "base/utf8.hpp"
#include "display.hpp"
#include "terminal/progress_text.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace cb::cmd {

namespace {

std::string_view word_of(Level level)
{
    switch (level) {
    case Level::error:
        return "error: ";
    case Level::warning:
        return "warning: ";
    case Level::notice:
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

LiveLine& Console::enable_live_line()
{
    if (max_level_ >= Level::info) {
        live_.enable(STDERR_FILENO, style_);
    }
    return live_;
}

Level Console::level_of(int verbosity)
{
    if (verbosity < 0) {
        return Level::error;
    }
    if (verbosity == 0) {
        return is_terminal(STDERR_FILENO) ? Level::info : Level::notice;
    }
    return verbosity == 1 ? Level::info : Level::debug;
}

void Console::write(Level level, std::string_view message)
{
    if (level > max_level_) {
        return;
    }
    const auto hue = level == Level::error     ? Hue::bad
                     : level == Level::warning ? Hue::unclear
                                               : Hue::plain;
    put(colored(word_of(level), hue, style_.color), message);
}

void Console::quote(Level level, std::string_view line)
{
    if (level <= max_level_) {
        put("| ", line);
    }
}

void Console::begin_progress(const CountedWork& work)
{
    if (live_.is_enabled()) {
        live_.show([&work](Duration elapsed) { return terminal::to_progress_line(work, elapsed); });
    } else if (max_level_ >= Level::info) {
        work_ = &work;
        work_began_at_ = std::chrono::steady_clock::now();
        work_logged_at_ = work_began_at_;
    }
}

void Console::update_progress()
{
    constexpr std::chrono::seconds between_messages{5};
    if (work_ == nullptr) {
        live_.update();
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - work_logged_at_ >= between_messages) {
        work_logged_at_ = now;
        info(terminal::to_progress_line(*work_, now - work_began_at_));
    }
}

void Console::end_progress() noexcept
{
    work_ = nullptr;
    live_.clear();
}

void Console::put(std::string_view start, std::string_view text)
{
    const auto line =
        live_.make_room() + fmt::format("{}: {}{}\n",
                                        program_,
                                        start,
                                        in_charset(printable(text, text.size()), style_.charset));
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace cb::cmd
