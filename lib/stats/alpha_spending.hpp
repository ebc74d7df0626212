#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cb::stats {

/// Divides the error of a test that looks at a growing sample several times: the error that each
/// look may make, whose sum is `error`. Because each look keeps to its share, the whole test errs
/// at most that often, however the looks depend on each other (the union bound), and whenever it
/// stops.
///
/// The shares are those of the spending function error ln(1 + (e - 1) t), where t is the fraction
/// of the last look's sample: Lan and DeMets, "Discrete Sequential Boundaries for Clinical Trials",
/// Biometrika 70(3), 1983. It approximates Pocock's boundaries, which favour early looks.
///
/// `looks` are the sample sizes, ascending. Throws Error{bad_input} if they are not, and unless
/// 0 < error < 1.
[[nodiscard]] std::vector<double> spend_error(double error, std::span<const std::size_t> looks);

} // namespace cb::stats
