#pragma once

#include "manifest/sections.hpp"

#include <map>
#include <string>
#include <string_view>

namespace cb::parse {

/// The labels of a result, as Result::labels.
using Labels = std::map<std::string, std::string>;

/// Adds a label, if there is none of that name, 15 others at most, and neither its name nor its
/// value is longer than 1024 bytes or holds a NUL byte. Else it is left out: each result of a
/// benchmark has a copy of its labels.
void add_label(Labels& labels, std::string_view name, std::string_view value);

} // namespace cb::parse
