#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace cb::parse {

/// A number and its unit as a benchmark wrote it; the unit is empty where there is none.
struct Measure {
    double value = 0;
    std::string unit{};
    friend bool operator==(const Measure&, const Measure&) = default;
};

/// Reads "12", "12.5 ms", "7µs", "1e3MB/s", "1_000s". Times of several parts ("1min 30.5s",
/// "1m30s", "1h2m3s") come in seconds. Refuses what has no number in front, and what goes on like a
/// number after it ("1,455", "5-10ms"): a guess would store a wrong figure.
[[nodiscard]] Parsed<Measure> parse_measure(std::string_view text);

} // namespace cb::parse
