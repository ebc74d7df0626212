#pragma once

#include "manifest/sections.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace cb::parse {

/// The labels of a result, as Result::labels.
using Labels = std::map<std::string, std::string>;

/// Adds a label, if there is none of that name, 15 others at most, and neither its name nor its
/// value is longer than 1024 bytes or holds a NUL byte. Else it is left out: each result of a
/// benchmark has a copy of its labels.
void add_label(Labels& labels, std::string_view name, std::string_view value);

/// The keys of which the two say something else.
[[nodiscard]] std::set<std::string> differing_keys(const Labels& one, const Labels& other);

/// " [goarch=arm64, toolchain=new]": what the labels say of the keys, to be put behind a name that
/// does not tell two benchmarks apart; "" for no keys.
[[nodiscard]] std::string suffix_of(const Labels& labels, const std::set<std::string>& keys);

} // namespace cb::parse
