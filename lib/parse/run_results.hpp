#pragma once

#include "manifest/sections.hpp"
#include "parse/reader.hpp"

#include <vector>

/// The results of a run, from its output and files and from cb's measurements.
namespace cb::parse {

/// The results that the run printed or wrote. If results files were named, reads only those.
/// Otherwise reads standard output, and standard error if standard output has no results. Only
/// results from standard output have lines. For entries rejected elsewhere, the reason includes the
/// place.
[[nodiscard]] Found find_run_results(const Run& run, Format format);

/// What cb measured of a successful run: one result of the benchmark "run" per figure, with one
/// value per iteration. `test` identifies what was run.
[[nodiscard]] std::vector<Result> measured_results(const Run& run, const Config& config);

} // namespace cb::parse
