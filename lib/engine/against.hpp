#pragma once

#include "engine/iterations.hpp"

#include <cstdint>
#include <string>

namespace cb::engine {

/// The default number of iterations of each image: enough to detect a few percent on a quiet
/// machine.
inline constexpr unsigned default_comparisons = 10;

/// Runs two images alternately until one fails, and compares their wall times. The random order
/// keeps a drift of the machine from favouring either (stats/interleave.hpp). `base` is the other
/// image, `candidate` the job's. `seed` determines the order. Throws like Runner::attempt.
[[nodiscard]] Against
run_in_turns(Iterations& base, Iterations& candidate, const Schedule& schedule, std::uint64_t seed);

/// "slower: +5.10 % of wall time (+4.70 % to +5.50 %)", to show to the user.
[[nodiscard]] std::string describe(const Against& against);

/// The seed of a job: the same job always runs in the same order.
[[nodiscard]] std::uint64_t make_seed(std::string_view job);

} // namespace cb::engine
