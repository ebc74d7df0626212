#pragma once

#include "base/text_style.hpp"

#include <cstddef>
#include <optional>

/// Who reads what a command writes, and how it looks. Decided here for all commands.
namespace cb::cmd {

/// What --color asks for.
enum class ColorWish { automatic, always, never };

/// The options of cb about the look of text.
struct DisplayWish {
    ColorWish color = ColorWish::automatic;
    /// --ascii; nullopt: that of the locale on a terminal, elsewhere Unicode
    std::optional<Charset> charset{};
};

/// Whether to color what is written to `fd`. `automatic`: never if NO_COLOR is set (no-color.org);
/// otherwise on a terminal, unless it is dumb (TERM) or CLICOLOR is 0, and everywhere if
/// CLICOLOR_FORCE is set and not 0 (bixense.com/clicolors).
[[nodiscard]] bool is_colored(ColorWish color, int fd);

[[nodiscard]] bool is_terminal(int fd);

/// Whether the terminal at `fd` understands escape sequences, by TERM.
[[nodiscard]] bool can_move_cursor(int fd);

/// The number of columns of the terminal at this descriptor; nullopt if it is none or does not say.
[[nodiscard]] std::optional<std::size_t> terminal_width(int fd);

/// How text written to `fd` looks. Only a terminal has a width.
[[nodiscard]] TextStyle style_of(const DisplayWish& wish, int fd);

/// For whom a command writes to standard output.
enum class Audience {
    people,
    programs, ///< manifests, one a line
};

/// What --json asks for.
enum class OutputWish {
    automatic, ///< text on a terminal, otherwise manifests
    manifests,
};

[[nodiscard]] Audience audience_of(OutputWish wish, int fd);

} // namespace cb::cmd
