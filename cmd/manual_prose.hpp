#pragma once

#include "program.hpp"

#include <string>

namespace cb::cmd {

/// The parts of a page of docs/ in man(7), each for its place in a man page. Empty: the page has
/// none.
struct Prose {
    std::string introduction{};
    std::string options{}; ///< what the section "Options" says beside its table
    std::string sections{};
    std::string exit_status{};
};

/// Reads a page of the installed docs/. Tables of options are left out, because cb's own table has
/// them. Throws Error{system} if the page is not there.
[[nodiscard]] Prose read_prose(const Program& program, const std::string& page);

} // namespace cb::cmd
