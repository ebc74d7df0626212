#pragma once

#include "engine/iterations.hpp"

#include <cstdint>
#include <string>

namespace cb::engine {

/// How often each of the two runs when nobody says: enough to tell a few percent on a quiet
/// machine.
inline constexpr unsigned default_comparisons = 10;

/// Runs two images in turns, in a random order in which drift of the machine favours neither
/// (stats/interleave.hpp), until one fails, and compares their wall times. `base` is the other
/// image, `candidate` the job's. `seed` decides the order. Throws as Runner::attempt.
[[nodiscard]] Against
run_in_turns(Iterations& base, Iterations& candidate, const Schedule& schedule, std::uint64_t seed);

/// "slower by 5.1 % (4.7 to 5.5 %)", for a person.
[[nodiscard]] std::string describe(const Against& against);

/// The seed of a job: the same job runs in the same order each time.
[[nodiscard]] std::uint64_t seed_of(std::string_view job);

} // namespace cb::engine
