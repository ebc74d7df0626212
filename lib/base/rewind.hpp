#pragma once

#include "base/fd.hpp"

#include <string>

/// Support for reading input twice.
namespace cb {

/// Creates an empty unnamed file below TMPDIR. Throws Error{system}.
[[nodiscard]] Fd make_unnamed_file();

/// Copies the rest of `fd` to an unnamed file below TMPDIR, positioned at its start. Returns an
/// empty Fd if `fd` is at the start of a file, which needs no copy. Throws Interrupted,
/// Error{system} that names `what`.
[[nodiscard]] Fd rewindable_copy(int fd, const std::string& what);

/// Seeks to the start. Throws Error{system} that names `what`.
void rewind(int fd, const std::string& what);

} // namespace cb
