#pragma once

#include <filesystem>
#include <string_view>

namespace cb {

/// A file that is part of cb, such as "sql/sqlite/001_star.sql": below CB_DATA_DIR if that is set,
/// otherwise installed (../share/cb relative to the program), otherwise in the build tree
/// (share/cb). Throws Error{system} that lists the searched paths.
[[nodiscard]] std::filesystem::path shipped_file(std::string_view relative);

/// A page of cb's documentation, such as "run.md": CB_DATA_DIR/docs, otherwise installed
/// (../share/doc/cb), otherwise in the build tree. Throws Error{system}.
[[nodiscard]] std::filesystem::path shipped_page(std::string_view name);

/// The program that becomes process 1 in the sandbox: CB_INIT, otherwise installed (../libexec/cb),
/// otherwise next to cb in the build tree. Throws Error{system}.
[[nodiscard]] std::filesystem::path shipped_init();

/// Directories for data and for the cache: $XDG_DATA_HOME/cb and $XDG_CACHE_HOME/cb, with the
/// defaults of the XDG Base Directory Specification 0.8. Not created. Throws Error{usage} if HOME
/// is needed but not set.
[[nodiscard]] std::filesystem::path data_home();
[[nodiscard]] std::filesystem::path cache_home();

} // namespace cb
