#pragma once

#include "base/error.hpp"
#include "base/quantity.hpp"

#include <string>
#include <string_view>
#include <utility>

/// Parsers for options that several commands share.
namespace cb::cmd {

/// For text options: only an empty text is an error.
[[nodiscard]] Parsed<std::string> parse_text(std::string_view text);

/// Accepts any text, including an empty one.
[[nodiscard]] Parsed<std::string> parse_any(std::string_view text);

/// The path of an existing directory.
[[nodiscard]] Parsed<std::string> parse_directory(std::string_view text);

/// A size of memory: at least a page, because docker and tmpfs(5) treat 0 as unlimited.
[[nodiscard]] Parsed<Bytes> parse_memory_size(std::string_view text);

/// "NAME=VALUE". The name must be valid for an environment variable.
[[nodiscard]] Parsed<std::pair<std::string, std::string>> parse_assignment(std::string_view text);

} // namespace cb::cmd
