#pragma once

#include "base/log.hpp"

#include <string>
#include <string_view>

namespace cb::cmd {

enum class Color { automatic, always, never };

/// Writes messages to standard error: "cb run: warning: …". Progress (info) appears if standard
/// error is a terminal, or with -v.
class Console final : public Log {
public:
    void set_program(std::string_view subcommand);
    /// Suppresses messages above `most`.
    void set_level(Level most) { most_ = most; }
    /// `automatic` depends on NO_COLOR (no-color.org) and on whether standard error is a terminal.
    void set_color(Color color);
    void write(Level level, std::string_view message) override;
    /// "cb run: | …"
    void quote(Level level, std::string_view line) override;

    /// The level for -q (-1), no option (0), -v (1), -vv (2).
    [[nodiscard]] static Level level_of(int verbosity);

private:
    /// Text from a repository or a benchmark must not control the terminal.
    void put(std::string_view start, std::string_view text);

    std::string program_ = "cb";
    Level most_ = Level::warning;
    bool colored_ = false;
};

} // namespace cb::cmd
