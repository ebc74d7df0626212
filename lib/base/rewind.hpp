#pragma once

#include "base/fd.hpp"

#include <string>

/// Input that is read twice.
namespace cb {

/// An empty file without a name below TMPDIR. Throws Error{system}.
[[nodiscard]] Fd make_unnamed_file();

/// A copy of what `fd` still has to give, in a file without a name below TMPDIR, at its start; none
/// where `fd` is at the start of a file and needs no copy. Throws Interrupted, Error{system} that
/// names `what`.
[[nodiscard]] Fd rewindable_copy(int fd, const std::string& what);

/// Goes back to the start. Throws Error{system} that names `what`.
void rewind(int fd, const std::string& what);

} // namespace cb
