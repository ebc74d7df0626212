#include "stats/detectable_change.hpp"

#include "base/error.hpp"
#include "stats/distribution.hpp"
#include "stats/rank_test.hpp"

#include <cmath>

namespace cb::stats {

std::optional<double>
find_detectable_change(double deviation, std::size_t base, std::size_t candidate, const Aim& aim)
{
    if (!(deviation >= 0 && std::isfinite(deviation))) {
        throw Error{Errc::bad_input, "the noise is negative, or is not a finite number"};
    }
    const auto needed = needed_for_claim(aim.significance);
    if (base < needed.base || candidate < needed.candidate) {
        return std::nullopt;
    }
    const auto m = static_cast<double>(base);
    const auto n = static_cast<double>(candidate);
    const double freedom = m + n - 2;
    return (student_quantile(1 - aim.significance / 2, freedom) +
            student_quantile(aim.power, freedom)) *
           deviation * std::sqrt(1 / m + 1 / n);
}

} // namespace cb::stats
