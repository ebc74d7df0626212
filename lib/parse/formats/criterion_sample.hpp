#pragma once

#include "parse/json_reading.hpp"

/// What criterion.rs measured.
namespace cb::parse {

/// Two lists: how many iterations ran at a time, and how long they took.
struct Timed {
    JsonValue counts{}, times{};
};

/// Adds a result with the time of an iteration for each sample. What is none is rejected.
void add_samples(JsonReading& reading, Result result, const Timed& timed);

} // namespace cb::parse
