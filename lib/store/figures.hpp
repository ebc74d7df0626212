#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace cb::store {

/// Of the samples; of a tool's summary where there were none. What is not known is absent.
struct Figures {
    std::optional<std::uint64_t> n;
    std::optional<double> min, q1, median, q3, max, mean, stddev;
    friend bool operator==(const Figures&, const Figures&) = default;
};

/// Quartiles as stats::quantile(); the deviation is divided by n - 1 and absent of a single sample.
/// What is too large for a double is absent. \pre there is a sample, and each is finite
[[nodiscard]] Figures figures_of_samples(std::span<const double> samples);

/// What a tool's statistics say by the names that cb parse gives them.
[[nodiscard]] Figures figures_of_statistics(const std::map<std::string, double>& statistics);

} // namespace cb::store
