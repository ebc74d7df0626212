#include "verdict/trials.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace cb::verdict {

double log_of(const Measured& measured)
{
    if (!(measured.value > 0) || !std::isfinite(measured.value)) {
        throw Error{Errc::bad_input,
                    fmt::format("a measured value is {}; only positive values have a relative "
                                "change; choose another series",
                                measured.value)};
    }
    return std::log(measured.value);
}

std::vector<Trial> to_trials(std::span<const unsigned> order,
                             std::span<const std::size_t> commits,
                             std::span<const std::uint64_t> first_attempts)
{
    std::map<std::size_t, std::uint64_t> next;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        next.emplace(commits[i], first_attempts[i]);
    }
    std::vector<Trial> trials;
    trials.reserve(order.size());
    for (const auto contestant : order) {
        trials.push_back({commits[contestant], next.at(commits[contestant])++});
    }
    return trials;
}

std::vector<Trial> find_due(std::span<const Trial> trials, const LookUp& look_up)
{
    std::vector<Trial> due;
    std::copy_if(trials.begin(), trials.end(), std::back_inserter(due), [&](const Trial& trial) {
        return std::holds_alternative<Due>(look_up(trial));
    });
    return due;
}

} // namespace cb::verdict
