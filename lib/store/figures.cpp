#include "store/figures.hpp"

#include "stats/summary.hpp"

#include <cmath>

namespace cb::store {

namespace {

std::optional<double> if_finite(double value)
{
    return std::isfinite(value) ? std::optional{value + 0.0} : std::nullopt; // + 0.0: no sign of 0
}

} // namespace

Figures figures_of_samples(std::span<const double> samples)
{
    const auto sorted = stats::sorted(samples);
    const auto n = static_cast<double>(sorted.size());
    double sum = 0;
    for (const double value : sorted) {
        sum += value;
    }
    const double mean = sum / n;
    double squares = 0;
    for (const double value : sorted) {
        squares += (value - mean) * (value - mean);
    }
    Figures figures{.n = sorted.size(),
                    .min = if_finite(sorted.front()),
                    .q1 = if_finite(stats::quantile(sorted, 0.25)),
                    .median = if_finite(stats::quantile(sorted, 0.5)),
                    .q3 = if_finite(stats::quantile(sorted, 0.75)),
                    .max = if_finite(sorted.back()),
                    .mean = if_finite(mean),
                    .stddev = {}};
    if (sorted.size() > 1) {
        figures.stddev = if_finite(std::sqrt(squares / (n - 1)));
    }
    return figures;
}

Figures figures_of_statistics(const std::map<std::string, double>& statistics)
{
    const auto get = [&](const char* name) -> std::optional<double> {
        const auto at = statistics.find(name);
        return at == statistics.end() ? std::nullopt : std::optional{at->second};
    };
    const auto mean = get("avg");
    return {.n = {},
            .min = get("min"),
            .q1 = {},
            .median = get("median"),
            .q3 = {},
            .max = get("max"),
            .mean = mean ? mean : get("mean"),
            .stddev = get("stddev")};
}

} // namespace cb::store
