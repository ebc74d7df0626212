#include "stats/false_discovery.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <numeric>

namespace cb::stats {

std::vector<double> adjust_for_discovery(std::span<const double> p_values, std::size_t tests)
{
    if (!std::all_of(p_values.begin(), p_values.end(), [](double p) { return p >= 0 && p <= 1; })) {
        throw Error{Errc::bad_input, "a p-value is not between 0 and 1"};
    }
    if (tests < p_values.size()) {
        throw Error{Errc::bad_input, "there are more p-values than tests"};
    }
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return p_values[a] < p_values[b];
    });
    std::vector<double> adjusted(p_values.size());
    double least = 1;
    for (auto rank = order.size(); rank > 0; --rank) {
        const auto at = order[rank - 1];
        least =
            std::min(least, p_values[at] * static_cast<double>(tests) / static_cast<double>(rank));
        adjusted[at] = least;
    }
    return adjusted;
}

} // namespace cb::stats
