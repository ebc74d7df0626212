#pragma once

#include <cstddef>

/// How long the detectors look at what.
namespace cb::verdict {

/// A step that is undone within so many commits closes itself.
constexpr std::size_t undone_within = 12;

/// Among so many values a series is seen to go to and fro between two levels.
constexpr std::size_t mode_window = 256;

/// To the second level, back, and there again.
constexpr std::size_t least_switches = 3;

} // namespace cb::verdict
