#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace cb::cmd {

/// Prints what --help shows of an option: its name with that of its value, and the description in
/// lines that fit a page. A description whose value has a name starts with it and two blanks:
/// "SIZE  Of the tmpfs".
class HelpFormatter final : public CLI::Formatter {
public:
    HelpFormatter() { column_width(26); }
    std::string make_option(const CLI::Option* option, bool is_positional) const override;
};

} // namespace cb::cmd
