#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/quantity.hpp"

#include <string>
#include <string_view>

/// Compressed text, such as pyperf's .json.gz files.
namespace cb {

/// Whether data with this start is compressed with gzip (RFC 1952, 2.3.1).
[[nodiscard]] bool is_gzip(std::string_view start);

/// Compresses `text` into a gzip file of one member. Memory use is proportional to the text.
[[nodiscard]] std::string gzip(std::string_view text);

/// Compresses `data` into a zlib stream (RFC 1950), as git's loose objects have it.
[[nodiscard]] std::string zlib(std::string_view data);

/// Decompresses a whole gzip file of one or more members. The error describes what is wrong:
/// damaged, truncated, or more than `max_size` of text. Memory use is proportional to the text.
[[nodiscard]] Parsed<std::string> gunzip(std::string_view data, Bytes max_size);

/// The maximum text of one file: a few megabytes of gzip data can exceed any disk.
inline constexpr Bytes max_gunzipped{std::uint64_t{1} << 30U};

/// Decompresses the gzip file that begins with `start` and continues in `fd`. Returns an unnamed
/// file below TMPDIR with the text, positioned at its start. Throws Interrupted, Error{system}, and
/// Error{bad_input} for the errors of gunzip(); each names `what`.
[[nodiscard]] Fd
gunzipped(std::string start, int fd, const std::string& what, Bytes max_size = max_gunzipped);

} // namespace cb
