#pragma once

#include "base/log.hpp"
#include "base/text_style.hpp"
#include "live_line.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace cb::cmd {

/// Writes messages to standard error: "cb run: warning: …". Progress (info) appears if standard
/// error is a terminal, or with -v.
class Console final : public Log {
public:
    void set_program(std::string_view subcommand);
    /// Suppresses messages above `max_level`.
    void set_level(Level max_level) { max_level_ = max_level; }
    /// How standard error looks.
    void set_style(const TextStyle& style) { style_ = style; }
    /// The line for progress, which messages are written above. Nothing appears in it unless
    /// progress is wanted and standard error is a terminal.
    [[nodiscard]] LiveLine& enable_live_line();
    void write(Level level, std::string_view message) override;
    /// "cb run: | …"
    void quote(Level level, std::string_view line) override;
    /// In the line for progress; without one, but with progress wanted (-v), as a message now and
    /// then.
    void begin_progress(const CountedWork& work) override;
    void update_progress() override;
    void end_progress() noexcept override;

    /// The level for -q (-1), no option (0), -v (1), -vv (2).
    [[nodiscard]] static Level level_of(int verbosity);

private:
    /// Text from a repository or a benchmark must not control the terminal.
    void put(std::string_view start, std::string_view text);

    std::string program_ = "cb";
    Level max_level_ = Level::notice;
    TextStyle style_{};
    LiveLine live_{};
    const CountedWork* work_ =
        nullptr; ///< whose progress is logged; null: in the line, or of nobody
    std::chrono::steady_clock::time_point work_began_at_{}, work_logged_at_{};
};

} // namespace cb::cmd
