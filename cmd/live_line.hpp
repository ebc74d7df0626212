#pragma once

#include "base/fd.hpp"
#include "base/quantity.hpp"
#include "base/text_style.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <utility>

namespace cb::cmd {

/// A line at the end of a terminal that changes while a command works. It has no newline, its
/// cursor stays at its start, and it hides nothing of the terminal's state, so a killed cb leaves
/// at most its text. Waits repaint it by the heartbeat (base/heartbeat.hpp).
///
/// Of the programs of a pipeline, one at a time shows such a line: the one that holds a flock(2) of
/// the terminal.
class LiveLine {
public:
    /// The text, given the time since show(); cut at the width of the terminal.
    using Paint = std::function<std::string(Duration elapsed)>;

    LiveLine() = default;
    LiveLine(const LiveLine&) = delete;
    LiveLine& operator=(const LiveLine&) = delete;
    ~LiveLine() { clear(); }

    /// Allows it at this descriptor, if that is a terminal which can erase a line. Without this
    /// call nothing is ever shown.
    void enable(int fd, const TextStyle& style);
    /// Nothing is shown any more.
    void disable() noexcept;
    [[nodiscard]] bool is_enabled() const noexcept { return fd_ >= 0; }

    /// Shows what `paint` returns until clear().
    void show(Paint paint);
    /// Replaces the painter and keeps the start of the time.
    void change(Paint paint);
    /// Paints again, unless that was done half a second ago. For work that does not wait.
    void update();
    void clear() noexcept;

    /// Erases the line for a message, and returns the escape sequence that erases the line of
    /// another program of the pipeline; the line is painted again at the next heartbeat.
    [[nodiscard]] std::string make_room() noexcept;

private:
    void paint_after(Duration pause);
    [[nodiscard]] bool may_paint();
    void paint();
    void erase() noexcept;

    int fd_ = -1;
    TextStyle style_{};
    Fd terminal_{}; ///< our own open file of it, which carries the lock
    Paint paint_{};
    bool has_lock_ = false;
    bool is_shown_ = false;
    std::chrono::steady_clock::time_point started_at_{};
    std::chrono::steady_clock::time_point painted_at_{};
};

} // namespace cb::cmd
