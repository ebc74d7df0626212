#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace cb::parse {

/// A number and its unit as a benchmark wrote it; the unit is empty if absent.
struct Measure {
    double value = 0;
    std::string unit{};
    friend bool operator==(const Measure&, const Measure&) = default;
};

/// Reads "12", "12.5 ms", "7µs", "1e3MB/s", "1_000s". Converts compound times ("1min 30.5s",
/// "1m30s", "1h2m3s") to seconds. Rejects text that does not start with a number, and a number
/// followed by something that may continue it ("1,455", "5-10ms"), because a guess could store a
/// wrong figure.
[[nodiscard]] Parsed<Measure> parse_measure(std::string_view text);

} // namespace cb::parse
