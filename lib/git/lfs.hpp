#pragma once

#include "git/repository.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The pointer that git-lfs commits instead of a large file (git-lfs, docs/spec.md).
namespace cb::git {

struct LfsPointer {
    std::string sha256; ///< of the content, in lower-case hexadecimal
    std::uint64_t bytes = 0;
};

/// Whether the text is meant to be a pointer, well-formed or not.
[[nodiscard]] bool is_lfs_pointer(std::string_view text);
/// nullopt if the text is not a pointer of version 1, or if it has an extension, which encodes the
/// content.
[[nodiscard]] std::optional<LfsPointer> parse_lfs_pointer(std::string_view text);

/// The content that the pointer refers to, from the repository's own git-lfs store: lfs/objects in
/// the git directory, or below the directory in lfs.storage. `what` names the file in messages.
///
/// Throws Error{unavailable} if the object is absent or does not match the pointer,
/// Error{bad_input} if it is larger than `max_size`.
[[nodiscard]] std::string read_lfs_object(const Repository& repository,
                                          const LfsPointer& pointer,
                                          Bytes max_size,
                                          const std::string& what);

} // namespace cb::git
