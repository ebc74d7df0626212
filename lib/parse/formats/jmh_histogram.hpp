#pragma once

#include "parse/json_reading.hpp"

#include <cstdint>
#include <vector>

/// The histograms of JMH's mode "sample".
namespace cb::parse {

/// How often one value was seen.
struct Count {
    double value = 0;
    std::uint64_t count = 0;
};

/// The pairs [value, count] of all iterations of all forks, without those that are none and are
/// rejected.
[[nodiscard]] std::vector<Count> read_histogram(JsonReading& reading, JsonValue histogram);

/// Decides which histograms become samples: a count costs a few bytes and may stand for billions.
class Expansion {
public:
    /// Whether there are samples, not more than 10000, and not more than a text may have.
    [[nodiscard]] bool allows(const std::vector<Count>& counts);

private:
    std::uint64_t left_ = 10'000'000;
};

} // namespace cb::parse
