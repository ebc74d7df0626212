#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace cb::verdict {

/// How much the values of a series differ although nothing changed.
///
/// The scale comes from the differences of neighbours, because a step is one difference among many.
/// It is their upper quartile: half as noisy as the median, still indifferent to one wild value in
/// ten, and not 0 where more than a quarter of quantised values differ.
class Noise {
public:
    Noise();

    /// Adds the next value of the series. Returns how many of the newest values are to be judged
    /// anew because the noise is another since: 0 nearly always.
    std::size_t add(double value);

    /// Learns from residuals (values without their levels) how alike neighbours are, and how many
    /// values are wild. \pre not empty
    void learn(std::span<const double> residuals);

    /// Variance of a value about its level. 0 if the values do not differ.
    [[nodiscard]] double variance() const noexcept { return variance_ / (1 - correlation_); }

    /// Half the variance of the difference of two neighbours.
    [[nodiscard]] double neighbour_variance() const noexcept { return variance_; }

    /// Variance of a long mean relative to that of independent values, (1 + rho) / (1 - rho) where
    /// rho is the lag-1 correlation.
    [[nodiscard]] double inflation() const noexcept
    {
        return (1 + correlation_) / (1 - correlation_);
    }

    /// The most that a value costs: -2 ln(share of wild values).
    [[nodiscard]] double bound() const noexcept { return bound_; }

    /// How well the variance is known: the degrees of freedom of as precise a sample variance.
    [[nodiscard]] double freedom() const noexcept;

private:
    static constexpr std::size_t max_kept = 256;

    [[nodiscard]] bool is_other(std::size_t recent, double factor) const;
    void keep_newest(std::size_t count);

    double last_ = 0;
    std::size_t values_ = 0;
    std::array<double, max_kept> ring_{}; ///< the differences, in their order
    std::size_t next_ = 0;                ///< place of the next difference
    std::vector<double> sorted_;          ///< those that count, ascending
    double variance_ = 0;
    double correlation_ = 0;
    double bound_;
};

} // namespace cb::verdict
