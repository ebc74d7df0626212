#pragma once

#include "parse/excerpt.hpp"
#include "parse/find.hpp"

#include <string>

namespace cb::parse {

/// What a text holds, for a program and for the author of the benchmark that printed it.
struct Checked {
    Found found;
    std::string report;
};

/// What was found in the text `name`: each problem with a caret under its place, then the results
/// as a table.
[[nodiscard]] std::string
report(const Found& found, const Excerpts& excerpts, const std::string& name);

/// Reads the text at `fd` twice: for what is in it, and for what stands where something is wrong.
/// `name` is the text's. Throws Error{bad_input} for a stream of manifests, Interrupted,
/// Error{system}.
[[nodiscard]] Checked check(int fd, const std::string& name, Format format);

} // namespace cb::parse
