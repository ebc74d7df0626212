#pragma once

#include "parse/json_reading.hpp"

#include <cstdint>
#include <vector>

/// The histograms of JMH's mode "sample".
namespace cb::parse {

/// How often a value occurred.
struct Count {
    double value = 0;
    std::uint64_t count = 0;
};

/// The pairs [value, count] of all iterations of all forks; rejects elements that are not such
/// pairs.
[[nodiscard]] std::vector<Count> read_histogram(JsonReading& reading, JsonValue histogram);

/// Decides which histograms to expand into samples: a count takes a few bytes and may mean
/// billions.
class Expansion {
public:
    /// Whether there are samples, at most 10000, and no more than a text may have.
    [[nodiscard]] bool allows(const std::vector<Count>& counts);

private:
    std::uint64_t left_ = 10'000'000;
};

} // namespace cb::parse
