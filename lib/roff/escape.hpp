#pragma once

#include <string>
#include <string_view>

namespace cb::roff {

/// `text` as roff prints it unchanged, wherever a line of it starts.
[[nodiscard]] std::string escape(std::string_view text);

/// Appends `text` so that roff prints it unchanged, even if it continues a line of `to` or begins
/// one with a dot.
void append_escaped(std::string& to, std::string_view text);

} // namespace cb::roff
