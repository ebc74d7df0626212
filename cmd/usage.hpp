#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace cb::cmd {

/// What is wrong with the command line, for a person: "cb run: there is no option …". Of several
/// errors, the word that cb does not know is named first, because the others may follow from it.
[[nodiscard]] std::string describe_usage(const CLI::App& app, const CLI::ParseError& error);

} // namespace cb::cmd
