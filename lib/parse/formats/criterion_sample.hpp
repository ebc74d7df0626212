#pragma once

#include "parse/json_reading.hpp"

/// What criterion.rs measured.
namespace cb::parse {

/// Two lists: the number of iterations per batch, and the time each batch took.
struct Timed {
    JsonValue counts{}, times{};
};

/// Adds a result with the time per iteration for each sample. Rejects invalid samples.
void add_samples(JsonReading& reading, Result result, const Timed& timed);

} // namespace cb::parse
