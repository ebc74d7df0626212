#pragma once

#include "manifest/sections.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace cb::parse {

/// The labels of a result, as Result::labels.
using Labels = std::map<std::string, std::string>;

/// Adds a label unless that name exists, there are 15 already, or its name or value is longer than
/// 1024 bytes or contains a NUL byte. The limits matter because each result of a benchmark has a
/// copy of its labels.
void add_label(Labels& labels, std::string_view name, std::string_view value);

/// The keys whose values differ.
[[nodiscard]] std::set<std::string> differing_keys(const Labels& one, const Labels& other);

/// " [goarch=arm64, toolchain=new]": the labels for the keys, as a suffix for a name that does not
/// distinguish two benchmarks; "" without keys.
[[nodiscard]] std::string suffix_of(const Labels& labels, const std::set<std::string>& keys);

} // namespace cb::parse
