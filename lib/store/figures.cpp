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

Figures read_figures(const db::Row& row, int column)
{
    return {.n = row.maybe_integer(column),
            .min = row.maybe_real(column + 1),
            .q1 = row.maybe_real(column + 2),
            .median = row.maybe_real(column + 3),
            .q3 = row.maybe_real(column + 4),
            .max = row.maybe_real(column + 5),
            .mean = row.maybe_real(column + 6),
            .stddev = row.maybe_real(column + 7)};
}

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
    const auto n = get("n");
    constexpr double max_value = 9007199254740992; // 2^53
    return {.n = n && *n >= 1 && *n <= max_value && std::floor(*n) == *n
                     ? std::optional{static_cast<std::uint64_t>(*n)}
                     : std::nullopt,
            .min = get("min"),
            .q1 = get("q1"),
            .median = get("median"),
            .q3 = get("q3"),
            .max = get("max"),
            .mean = mean ? mean : get("mean"),
            .stddev = get("stddev")};
}

std::map<std::string, double> to_statistics(const Figures& figures)
{
    std::map<std::string, double> statistics;
    const auto add = [&statistics](const char* name, std::optional<double> value) {
        if (value) {
            statistics.emplace(name, *value);
        }
    };
    add("n", figures.n ? std::optional{static_cast<double>(*figures.n)} : std::nullopt);
    add("min", figures.min);
    add("q1", figures.q1);
    add("median", figures.median);
    add("q3", figures.q3);
    add("max", figures.max);
    add("avg", figures.mean);
    add("stddev", figures.stddev);
    return statistics;
}

} // namespace cb::store
