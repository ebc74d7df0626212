#pragma once

#include "base/time.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The text of OpenMetrics (github.com/prometheus/OpenMetrics), limited to what node_exporter's
/// textfile collector reads: gauges without timestamps.
namespace cb::openmetrics {

/// The last line of a text.
inline constexpr std::string_view end = "# EOF\n";

/// The lines before the samples of a family. `unit` is the end of the name, such as "seconds", or
/// empty. \pre the texts have no newline
[[nodiscard]] std::string
describe_gauge(std::string_view name, std::string_view help, std::string_view unit = {});

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

/// "repository=\"acme/index\",unit=\"s\"", with escapes for any text.
[[nodiscard]] std::string to_text(const Labels& labels);

/// Seconds since 1970.
[[nodiscard]] double seconds_of(Time time);

} // namespace cb::openmetrics
