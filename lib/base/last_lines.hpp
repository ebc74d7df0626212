#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

/// The last lines of a program's output, to show to the user: at most `max_count` lines, oldest
/// first, each safe for a terminal and truncated after `width` characters. A carriage return ends a
/// line, too, because progress bars overwrite their line. Lines without visible characters are left
/// out. Reads only the end of the text, whatever its length.
[[nodiscard]] std::vector<std::string>
last_lines(std::string_view text, std::size_t max_count, std::size_t width);

} // namespace cb
