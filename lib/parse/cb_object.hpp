#pragma once

#include "parse/collector.hpp"
#include "parse/scanner.hpp"

#include <simdjson.h>

namespace cb::parse {

/// Reads the results in one object of the cb format, and gives them and what is wrong with them to
/// the collector. A metric that is wrong costs only itself. `parser` is kept from object to object
/// because a new one takes longer than a small object.
///
/// Only .cpp files include this header: simdjson costs seconds.
void read_cb_object(const FoundObject& object, simdjson::dom::parser& parser, Collector& collector);

} // namespace cb::parse
