#pragma once

#include "parse/excerpt.hpp"
#include "parse/find.hpp"

#include <string>

namespace cb::parse {

/// The contents of a text, as data and as a report for the benchmark's author.
struct Checked {
    Found found;
    std::string report;
};

/// The report on the text `name`: each problem with a caret under its place, then a table of the
/// results.
[[nodiscard]] std::string
report(const Found& found, const Excerpts& excerpts, const std::string& name);

/// The problems alone: "stdin:2:105: results/0: reason" and the place with a caret under it.
[[nodiscard]] std::string to_problems_text(const std::vector<Rejected>& rejected,
                                           const Excerpts& excerpts,
                                           const std::string& name);

/// Reads the text at `fd` twice: for its contents, and for excerpts at the problems. `name` is the
/// name of the text. Throws Error{bad_input} for a stream of manifests, Interrupted, Error{system}.
[[nodiscard]] Checked check(int fd, const std::string& name, Format format);

} // namespace cb::parse
