#include "parse/formats/jmh_histogram.hpp"

#include <algorithm>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

std::optional<Count> read_count(JsonReading& reading, dom::element pair, const Field& field)
{
    const auto elements = elements_of(pair);
    std::uint64_t count = 0;
    if (elements.size() != 2 || elements[1].get(count) != simdjson::SUCCESS) {
        reading.wrong(field, "must be a value and how often it was seen");
        return std::nullopt;
    }
    const auto value = number_of(elements[0]);
    if (!value) {
        reading.wrong(Field{field, 0}, value.error());
        return std::nullopt;
    }
    return Count{.value = *value, .count = count};
}

} // namespace

std::vector<Count>
read_histogram(JsonReading& reading, std::optional<dom::element> histogram, const Field& field)
{
    std::vector<Count> counts;
    std::size_t fork = 0;
    for (const auto iterations : elements_of(histogram)) {
        const Field of_fork{field, fork++};
        std::size_t iteration = 0;
        for (const auto pairs : elements_of(iterations)) {
            const Field of_iteration{of_fork, iteration++};
            std::size_t index = 0;
            for (const auto pair : elements_of(pairs)) {
                if (const auto count = read_count(reading, pair, Field{of_iteration, index++})) {
                    counts.push_back(*count);
                }
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
