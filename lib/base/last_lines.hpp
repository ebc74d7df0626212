#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

/// The last lines of what a program printed, for a person to read: at most `most` lines, the oldest
/// first, each fit for a terminal and cut behind `width` characters. A carriage return ends a line,
/// too, because progress bars write over theirs. Lines without a visible character are left out.
/// Reads only the end of the text, whatever its length.
[[nodiscard]] std::vector<std::string>
last_lines(std::string_view text, std::size_t most, std::size_t width);

} // namespace cb
