#pragma once

#include <cstddef>

/// How long the detectors observe a series.
namespace cb::verdict {

/// A step that is undone within this many commits closes itself.
constexpr std::size_t undone_within = 12;

/// The number of recent values in which a series is checked for switching between two levels.
constexpr std::size_t mode_window = 256;

/// To the second level, back, and there again.
constexpr std::size_t min_switches = 3;

} // namespace cb::verdict
