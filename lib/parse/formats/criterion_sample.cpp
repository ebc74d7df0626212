#include "parse/formats/criterion_sample.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

std::optional<dom::element> element_of(dom::array list, std::size_t index)
{
    const auto element = list.at(index);
    return element.error() == simdjson::SUCCESS ? std::optional{element.value_unsafe()}
                                                : std::nullopt;
}

/// The samples: each is the time of several iterations.
std::vector<double> per_iteration(JsonReading& reading, const Timed& timed)
{
    const auto counts = elements_of(timed.counts);
    const auto times = elements_of(timed.times);
    const Field times_field{timed.times_name};
    std::vector<double> samples;
    samples.reserve(times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto time = number_of(times[i]);
        const auto count = number_of(i < counts.size() ? std::optional{counts[i]} : std::nullopt);
        if (!time) {
            reading.wrong(Field{times_field, i}, time.error());
        } else if (i >= counts.size()) {
            reading.wrong(Field{times_field, i}, "has no number of iterations");
        } else if (!count || !(*count > 0) || !std::isfinite(*time / *count)) {
            reading.wrong(Field{Field{timed.counts_name}, i},
                          count ? "must be a number of iterations" : count.error());
        } else {
            samples.push_back(*time / *count);
        }
    }
    for (auto i = times.size(); i > 0 && i < counts.size(); ++i) {
        reading.wrong(Field{Field{timed.counts_name}, i}, "has no time");
    }
    return samples;
}

} // namespace

Timed timed_of(dom::object object, const char* counts_name, const char* times_name)
{
    return {.counts = member(object, counts_name),
            .times = member(object, times_name),
            .counts_name = counts_name,
            .times_name = times_name};
}

Timed timed_of(dom::array list)
{
    return {.counts = element_of(list, 0),
            .times = element_of(list, 1),
            .counts_name = "0",
            .times_name = "1"};
}

void add_samples(JsonReading& reading, Result result, const Timed& timed)
{
    const Field field{timed.times_name};
    result.values = per_iteration(reading, timed);
    if (!result.values.empty()) {
        reading.add(std::move(result), field);
    } else if (!array_of(timed.times) || elements_of(timed.times).empty()) {
        reading.wrong(field, array_of(timed.times) ? "holds no values" : "must be a list");
    }
}

} // namespace cb::parse
