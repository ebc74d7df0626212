#pragma once

#include "health/installation.hpp"
#include "host/cpu_request.hpp"
#include "tuning/doctor.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::health {

/// What cb doctor found.
struct Findings {
    std::vector<tuning::Check> machine{};
    std::optional<host::CpuChoice> choice{}; ///< the CPUs of the machine that were judged
    std::optional<Checks> installation{};    ///< nullopt: only the machine was checked
};

/// A table for the user, the installation first. Free of control characters.
[[nodiscard]] std::string to_table(const Findings& findings);

/// One JSON object and a line end: docs/doctor.md.
[[nodiscard]] std::string to_json(const Findings& findings);

/// to_openmetrics() of all checks.
[[nodiscard]] std::string to_openmetrics(const Findings& findings);

} // namespace cb::health
