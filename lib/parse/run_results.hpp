#pragma once

#include "manifest/sections.hpp"
#include "parse/reader.hpp"

#include <vector>

/// What a run said: by what it printed and wrote, and by what cb measured of it.
namespace cb::parse {

/// The results that the run printed or wrote. If results files were named, they are read and
/// nothing else; else standard output; and standard error where standard output has no results.
/// Only results of standard output have lines. What is rejected elsewhere names its place in the
/// reason.
[[nodiscard]] Found find_run_results(const Run& run, Format format);

/// What cb measured of a run that ended well: a result of the benchmark "run" for each figure, with
/// a value an iteration. `test` names what was run.
[[nodiscard]] std::vector<Result> measured_results(const Run& run, const Config& config);

} // namespace cb::parse
