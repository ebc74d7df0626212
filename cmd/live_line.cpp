#include "live_line.hpp"

#include "base/heartbeat.hpp"
#include "display.hpp"

#include <sys/file.h>

#include <array>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace cb::cmd {

namespace {

/// Carriage return, EL and DL, "erase in line" and "delete line" (ECMA-48): if the terminal became
/// narrower, the line goes on in further rows. "Erase in display" would save them in the history of
/// tmux if they are at the top.
constexpr std::string_view erase_sequence = "\r\x1b[K\x1b[99M";

/// Our own open file of the terminal; empty if it belongs to another user.
Fd open_terminal(int fd)
{
    std::array<char, 256> name{};
    if (::ttyname_r(fd, name.data(), name.size()) != 0) {
        return {};
    }
    return Fd{::open(name.data(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
}

/// A terminal that is stopped (Ctrl-S) must not stop the measurement.
bool is_writable(int fd)
{
    pollfd polled{fd, POLLOUT, 0};
    return ::poll(&polled, 1, 0) == 1 && (polled.revents & POLLOUT) != 0;
}

} // namespace

void LiveLine::enable(int fd, const TextStyle& style)
{
    if (can_move_cursor(fd)) {
        fd_ = fd;
        style_ = style;
        terminal_ = open_terminal(fd);
    }
}

void LiveLine::disable() noexcept
{
    clear();
    fd_ = -1;
}

void LiveLine::show(Paint paint)
{
    started_at_ = std::chrono::steady_clock::now();
    change(std::move(paint));
}

void LiveLine::change(Paint paint)
{
    if (!is_enabled()) {
        return;
    }
    paint_ = std::move(paint);
    set_heartbeat([this] { update(); });
    constexpr std::chrono::milliseconds min_pause{100};
    paint_after(min_pause);
}

void LiveLine::update()
{
    paint_after(heartbeat_interval);
}

void LiveLine::paint_after(Duration pause)
{
    const auto now = std::chrono::steady_clock::now();
    if (paint_ && (!is_shown_ || now - painted_at_ >= pause) && may_paint()) {
        painted_at_ = now;
        this->paint();
    }
}

/// In the background, a line would appear in what another program shows.
bool LiveLine::may_paint()
{
    const auto foreground = ::tcgetpgrp(fd_);
    const bool is_ours = foreground < 0 || foreground == ::getpgrp();
    if (!is_ours || !is_writable(fd_)) {
        return false;
    }
    has_lock_ = terminal_ && ::flock(terminal_.get(), LOCK_EX | LOCK_NB) == 0;
    return has_lock_ || !terminal_;
}

void LiveLine::paint()
{
    const auto width = terminal_width(fd_).value_or(style_.width);
    const auto text =
        in_charset(paint_(std::chrono::steady_clock::now() - started_at_), style_.charset);
    // The last column stays free: a full line moves the cursor on some terminals.
    // The cursor goes back to the start, because a terminal that breaks lines anew when it is
    // resized keeps it there: so the next erase_sequence erases every row of the line.
    const auto line = std::string{erase_sequence} +
                      fitted(text, width > 1 ? width - 1 : 1, style_.charset) + '\r';
    [[maybe_unused]] const auto ignored = ::write(fd_, line.data(), line.size());
    is_shown_ = true;
}

void LiveLine::erase() noexcept
{
    if (is_shown_) {
        [[maybe_unused]] const auto ignored =
            ::write(fd_, erase_sequence.data(), erase_sequence.size());
        is_shown_ = false;
    }
}

void LiveLine::clear() noexcept
{
    if (!paint_) {
        return;
    }
    set_heartbeat({});
    paint_ = nullptr;
    erase();
    if (has_lock_) {
        ::flock(terminal_.get(), LOCK_UN);
        has_lock_ = false;
    }
}

std::string LiveLine::make_room() noexcept
{
    erase();
    if (has_lock_ || !terminal_) {
        return "";
    }
    const bool is_free = ::flock(terminal_.get(), LOCK_SH | LOCK_NB) == 0;
    if (is_free) {
        ::flock(terminal_.get(), LOCK_UN);
    }
    return is_free ? "" : std::string{erase_sequence};
}

} // namespace cb::cmd
