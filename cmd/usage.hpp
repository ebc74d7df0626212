#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace cb::cmd {

/// What is wrong with the words of the command line, for a person. Of several errors, the word that
/// cb does not know is named first, because the others may follow from it.
[[nodiscard]] std::string describe_misuse(const CLI::App& app, const CLI::ParseError& error);

} // namespace cb::cmd
