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

/// Whether few switches, in a short time, were followed by a long stay: a change that was undone
/// and made again. Takes the number of switches, and of values from the first to the last of them
/// and since then.
[[nodiscard]] constexpr bool
have_settled(std::size_t switches, std::size_t unsettled, std::size_t stay) noexcept
{
    constexpr std::size_t certain_switches = 5;
    constexpr std::size_t min_stay = 24;
    constexpr std::size_t times_as_long = 5;
    return switches < certain_switches && stay >= min_stay && stay >= times_as_long * unsettled;
}

} // namespace cb::verdict
