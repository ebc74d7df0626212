#pragma once

#include "db/row.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace cb::store {

/// Computed from the samples, or from a tool's summary if there are none. Unknown figures are
/// absent.
struct Figures {
    std::optional<std::uint64_t> n;
    std::optional<double> min, q1, median, q3, max, mean, stddev;
    friend bool operator==(const Figures&, const Figures&) = default;
};

/// The columns n, min, q1, median, q3, max, mean and stddev, which begin at `column`.
[[nodiscard]] Figures read_figures(const db::Row& row, int column);

/// Quartiles as by stats::quantile(). The deviation divides by n - 1 and is absent for a single
/// sample. A figure too large for a double is absent. \pre there is a sample, and each is finite
[[nodiscard]] Figures figures_of_samples(std::span<const double> samples);

/// A tool's statistics, by the names that cb parse gives them.
[[nodiscard]] Figures figures_of_statistics(const std::map<std::string, double>& statistics);

/// The other way round: what remains of a measurement whose samples are retired.
[[nodiscard]] std::map<std::string, double> to_statistics(const Figures& figures);

} // namespace cb::store
