#pragma once

#include "git/repository.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What git-lfs puts in the place of a large file (git-lfs, docs/spec.md).
namespace cb::git {

struct LfsPointer {
    std::string sha256; ///< of the content, in lower-case hexadecimal
    std::uint64_t bytes = 0;
};

/// Whether the text is meant as a pointer, well-formed or not.
[[nodiscard]] bool is_lfs_pointer(std::string_view text);
/// None when the text is no pointer of version 1, or one of an extension, whose content is encoded.
[[nodiscard]] std::optional<LfsPointer> parse_lfs_pointer(std::string_view text);

/// The content that the pointer is of, from the repository's own store of git-lfs: lfs/objects in
/// the git directory, or below what lfs.storage names. `what` names the file in messages.
///
/// Throws Error{unavailable} when it is not there or is another one than the pointer says,
/// Error{bad_input} when it is larger than `most`.
[[nodiscard]] std::string read_lfs_object(const Repository& repository,
                                          const LfsPointer& pointer,
                                          Bytes most,
                                          const std::string& what);

} // namespace cb::git
