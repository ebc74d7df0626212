#pragma once

#include "base/error.hpp"
#include "base/quantity.hpp"

#include <string>
#include <string_view>
#include <utility>

/// Parsers of options that several commands share.
namespace cb::cmd {

/// For options that are text: only emptiness is wrong.
[[nodiscard]] Parsed<std::string> parse_text(std::string_view text);

/// Any text, an empty one included.
[[nodiscard]] Parsed<std::string> parse_any(std::string_view text);

/// The path of a directory that exists.
[[nodiscard]] Parsed<std::string> parse_directory(std::string_view text);

/// A size of memory: at least a page, because 0 means no limit to docker and to tmpfs(5).
[[nodiscard]] Parsed<Bytes> parse_memory_size(std::string_view text);

/// "NAME=VALUE". The name must be fit for an environment variable.
[[nodiscard]] Parsed<std::pair<std::string, std::string>> parse_assignment(std::string_view text);

} // namespace cb::cmd
