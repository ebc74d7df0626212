#pragma once

#include "base/quantity.hpp"
#include "tuning/doctor.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace cb::health {

using tuning::Check;
using tuning::Status;
using Checks = std::vector<Check>;

/// Something that is looked at, and may hang.
struct Probe {
    std::string code;    ///< of its check if it has no answer
    std::string subject; ///< the same
    std::function<Checks()> look;
};

/// Looks at all at once, each in a process of its own. One that throws, crashes or has no answer in
/// time is a problem with its code, and does not hide the others. The checks are in the order of
/// the probes. Throws Interrupted. \pre there are no other threads
[[nodiscard]] Checks look_at(std::span<const Probe> probes, Duration time);

} // namespace cb::health
