#pragma once

#include "base/error.hpp"

#include <simdjson.h>

#include <string_view>

namespace cb {

/// Reads one JSON text (RFC 8259), nested at most 1024 deep and shorter than 4 GiB. The element is
/// valid until `parser` is used again or destroyed. Linear.
///
/// simdjson refuses the whole text if one number fits no machine type. JSON has no such limit, and
/// JavaScript writes 1e20 with 21 digits. So integers of more than 64 bits are read as floating
/// point, and numbers too large for that are read as strings, which a reader that expects a number
/// rejects.
///
/// Only .cpp files include this header, because simdjson takes seconds to compile.
[[nodiscard]] Parsed<simdjson::dom::element> parse_json(simdjson::dom::parser& parser,
                                                        std::string_view text);

} // namespace cb
