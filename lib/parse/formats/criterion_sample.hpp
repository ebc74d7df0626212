#pragma once

#include "parse/json_reading.hpp"

#include <simdjson.h>

#include <optional>

/// What criterion.rs measured. Only .cpp files include this header: simdjson costs seconds.
namespace cb::parse {

/// How many iterations ran at a time, and how long they took.
struct Timed {
    std::optional<simdjson::dom::element> counts{}, times{};
    const char* counts_name = "";
    const char* times_name = "";
};

/// The two lists that are members of those names.
[[nodiscard]] Timed
timed_of(simdjson::dom::object object, const char* counts_name, const char* times_name);
/// The two lists in a list, as sample.json was before criterion 0.3.4.
[[nodiscard]] Timed timed_of(simdjson::dom::array list);

/// Adds a result with the time of an iteration for each sample. What is none is rejected.
void add_samples(JsonReading& reading, Result result, const Timed& timed);

} // namespace cb::parse
