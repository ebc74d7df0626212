#pragma once

#include <filesystem>
#include <string_view>

namespace cb {

/// A file that comes with cb, such as "sql/sqlite/001_star.sql": below CB_DATA_DIR if that is set,
/// else installed (../share/cb beside the program), else in the build tree (share/cb). Throws
/// Error{system} that says where it was looked for.
[[nodiscard]] std::filesystem::path shipped_file(std::string_view relative);

/// The program that becomes process 1 in the sandbox: CB_INIT, else installed (../libexec/cb), else
/// beside cb in the build tree. Throws Error{system}.
[[nodiscard]] std::filesystem::path shipped_init();

/// Where cb keeps what it cannot make again and what it can:
/// $XDG_DATA_HOME/cb and $XDG_CACHE_HOME/cb, with the defaults of the XDG Base
/// Directory Specification 0.8. Not created. Throws Error{usage} when there is no HOME either.
[[nodiscard]] std::filesystem::path data_home();
[[nodiscard]] std::filesystem::path cache_home();

} // namespace cb
