#pragma once

#include "base/error.hpp"

#include <simdjson.h>

#include <string_view>

namespace cb {

/// Reads one JSON text (RFC 8259), nested up to 1024 deep and shorter than 4 GiB. The element lives
/// as long as `parser` and until its next use. Linear.
///
/// simdjson refuses a whole text for one number that fits in no machine type. JSON does not, and
/// JavaScript writes 1e20 in 21 digits, so such numbers are read: whole numbers of more than 64
/// bits as floating point, and what is too large for that as a string, which is no number to the
/// reader that wants one.
///
/// Only .cpp files include this header: simdjson costs seconds.
[[nodiscard]] Parsed<simdjson::dom::element> parse_json(simdjson::dom::parser& parser,
                                                        std::string_view text);

} // namespace cb
