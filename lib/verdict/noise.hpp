#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace cb::verdict {

/// How much the values of a series vary without any change.
///
/// The scale comes from the differences between neighbours, because a step affects only one
/// difference. It is their upper quartile: half as noisy as the median, still robust against one
/// outlier in ten, and not 0 if more than a quarter of quantised values differ.
class Noise {
public:
    Noise();

    /// Adds the next value of the series. Returns how many of the newest values must be judged
    /// again because the noise estimate changed: 0 nearly always.
    std::size_t add(double value);

    /// Learns from residuals (values minus their levels) the correlation of neighbours and the
    /// share of outliers. \pre not empty
    void learn(std::span<const double> residuals);

    /// Variance of a value around its level. 0 if the values do not differ.
    [[nodiscard]] double variance() const noexcept { return variance_ / (1 - correlation_); }

    /// Half the variance of the difference between two neighbours.
    [[nodiscard]] double neighbour_variance() const noexcept { return variance_; }

    /// Variance of a long mean relative to that of independent values, (1 + rho) / (1 - rho) where
    /// rho is the lag-1 correlation.
    [[nodiscard]] double inflation() const noexcept
    {
        return (1 + correlation_) / (1 - correlation_);
    }

    /// The maximum cost of a value: -2 ln(share of outliers).
    [[nodiscard]] double bound() const noexcept { return bound_; }

    /// The precision of the variance, as the degrees of freedom of an equally precise sample
    /// variance.
    [[nodiscard]] double freedom() const noexcept;

    /// Saves or restores the state: `archive` is a StateWriter or a StateReader
    /// (state_archive.hpp).
    template <typename Archive> void transfer(Archive& archive)
    {
        archive(last_, values_, ring_, next_, sorted_, variance_, correlation_, bound_);
    }

private:
    static constexpr std::size_t max_kept = 256;

    [[nodiscard]] bool is_other(std::size_t recent, double factor) const;
    void keep_newest(std::size_t count);

    double last_ = 0;
    std::size_t values_ = 0;
    std::array<double, max_kept> ring_{}; ///< the differences, in order of arrival
    std::size_t next_ = 0;                ///< index of the next difference
    std::vector<double> sorted_;          ///< the current differences, ascending
    double variance_ = 0;
    double correlation_ = 0;
    double bound_;
};

} // namespace cb::verdict
