#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace cb::cmd {

/// A message about what is wrong with the command line. If there are several errors, it reports an
/// unknown word first, because the others may result from it.
[[nodiscard]] std::string describe_misuse(const CLI::App& app, const CLI::ParseError& error);

} // namespace cb::cmd
