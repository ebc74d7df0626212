#include "parse/formats/jmh_histogram.hpp"

#include <algorithm>

namespace cb::parse {

std::vector<Count> read_histogram(JsonReading& reading, JsonValue histogram)
{
    std::vector<Count> counts;
    const auto read_pair = [&](JsonValue pair) {
        const auto count = pair.at(1).count();
        if (!pair.is_list() || pair.size() != 2 || !count) {
            reading.wrong(pair, "must be a value and how often it was seen");
        } else if (const auto value = reading.require_number(pair.at(0))) {
            counts.push_back({.value = *value, .count = *count});
        }
    };
    for (const auto fork : histogram.elements()) {
        for (const auto iteration : fork.elements()) {
            for (const auto pair : iteration.elements()) {
                read_pair(pair);
            }
        }
    }
    return counts;
}

bool Expansion::allows(const std::vector<Count>& counts)
{
    constexpr std::uint64_t most = 10000;
    std::uint64_t total = 0;
    for (const auto& [value, count] : counts) {
        total = std::min(most + 1, total + std::min(count, most + 1));
    }
    if (total == 0 || total > std::min(most, left_)) {
        return false;
    }
    left_ -= total;
    return true;
}

} // namespace cb::parse
