#pragma once

#include "health/probe.hpp"

#include <string>

namespace cb::health {

/// The checks for node_exporter's textfile collector: the status of each as a label of
/// cb_check_status, and each of their figures as cb_CODE_FIGURE.
[[nodiscard]] std::string to_openmetrics(const Checks& checks);

} // namespace cb::health
