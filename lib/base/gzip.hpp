#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/quantity.hpp"

#include <string>
#include <string_view>

/// Text that comes compressed, as pyperf writes it to files in .json.gz.
namespace cb {

/// Whether data that starts so is compressed with gzip (RFC 1952, 2.3.1).
[[nodiscard]] bool is_gzip(std::string_view start);

/// `text` as a gzip file of one member. Memory grows with it.
[[nodiscard]] std::string gzip(std::string_view text);

/// The text of a whole gzip file, of one member or several. The error says what is wrong with it:
/// damaged, cut off, or more than `most` of text. Memory grows with the text only.
[[nodiscard]] Parsed<std::string> gunzip(std::string_view data, Bytes most);

/// So much text is taken from one file: a few megabytes can hold more than any disk does.
inline constexpr Bytes most_gunzipped{std::uint64_t{1} << 30U};

/// The text of the gzip file that begins with `start`, of which `fd` has the rest: in a file
/// without a name below TMPDIR, at its start. Throws Interrupted, Error{system} and, as gunzip()
/// says, Error{bad_input}; each names `what`.
[[nodiscard]] Fd
gunzipped(std::string start, int fd, const std::string& what, Bytes most = most_gunzipped);

} // namespace cb
