#pragma once

#include "base/fd.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace cb::imports {

/// A file of which the first part is read.
struct Input {
    Fd fd;
    std::string name;
    std::string start; ///< its first line, or 64 KiB of a longer one
};

/// Opens a file, decompressed if it is a gzip file. Throws Error{usage} if it cannot be opened, and
/// what gunzipped() throws.
[[nodiscard]] Input open_input(const std::filesystem::path& path);

/// The regular files below a directory, sorted by path. Does not follow links to directories.
/// Throws std::filesystem::filesystem_error.
[[nodiscard]] std::vector<std::filesystem::path> list_files(const std::filesystem::path& directory);

/// The whole file. Throws Error{bad_input} if it is larger than 256 MiB.
[[nodiscard]] std::string read_whole(const std::filesystem::path& path);

} // namespace cb::imports
