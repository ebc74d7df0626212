#include "parse/formats/criterion_sample.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

/// The samples: each batch's time divided by its iterations.
std::vector<double> per_iteration(JsonReading& reading, const Timed& timed)
{
    const auto counts = timed.counts.elements().to_vector();
    const auto times = timed.times.elements().to_vector();
    std::vector<double> samples;
    samples.reserve(times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto time = reading.require_number(times[i]);
        if (!time) {
            continue;
        }
        if (i >= counts.size()) {
            reading.wrong(times[i], "has no number of iterations");
        } else if (const auto count = number_of(counts[i]);
                   !count || !(*count > 0) || !std::isfinite(*time / *count)) {
            reading.wrong(counts[i], count ? "must be a number of iterations" : count.error());
        } else {
            samples.push_back(*time / *count);
        }
    }
    for (auto i = times.size(); i > 0 && i < counts.size(); ++i) {
        reading.wrong(counts[i], "has no time");
    }
    return samples;
}

} // namespace

void add_samples(JsonReading& reading, Result result, const Timed& timed)
{
    result.values = per_iteration(reading, timed);
    if (!result.values.empty()) {
        reading.add(std::move(result), timed.times);
    } else if (timed.times.size() == 0 || !timed.times.is_list()) {
        reading.wrong(timed.times, timed.times.is_list() ? "holds no values" : "must be a list");
    }
}

} // namespace cb::parse
