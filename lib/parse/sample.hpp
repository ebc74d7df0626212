#pragma once

#include "manifest/sections.hpp"
#include "parse/labels.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace cb::parse {

/// One measured value and whose it is: what a Result is with one value. The texts stay where they
/// are, because nearly always they are in the results already.
struct Sample {
    std::string_view benchmark, test, metric, unit;
    Direction direction = Direction::unknown;
    double value = 0;
    std::pair<std::uint64_t, std::uint64_t> lines{}; ///< first and last, from 1
    const Labels* labels = nullptr;                  ///< not null
};

[[nodiscard]] Result to_result(const Sample& sample);

/// Adds the sample to a result of the same names if it has the same unit and direction, which is
/// the ordinary case, and samples; false, and nothing changes, if not.
[[nodiscard]] bool append_alike(Result& result, const Sample& sample);

} // namespace cb::parse
