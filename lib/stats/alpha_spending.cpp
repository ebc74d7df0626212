#include "stats/alpha_spending.hpp"

#include "base/error.hpp"

#include <cmath>
#include <numbers>

namespace cb::stats {

std::vector<double> spend_error(double error, std::span<const std::size_t> looks)
{
    if (!(error > 0 && error < 1)) {
        throw Error{Errc::bad_input, "the error to spend is not between 0 and 1"};
    }
    std::vector<double> shares;
    std::size_t before = 0;
    double spent = 0;
    for (const auto look : looks) {
        if (look <= before) {
            throw Error{Errc::bad_input,
                        "the looks at a growing sample are not in ascending order"};
        }
        before = look;
        const double fraction = static_cast<double>(look) / static_cast<double>(looks.back());
        const double so_far = error * std::log(1 + (std::numbers::e - 1) * fraction);
        shares.push_back(so_far - spent);
        spent = so_far;
    }
    return shares;
}

} // namespace cb::stats
