#pragma once

#include "manifest/sections.hpp"
#include "parse/labels.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace cb::parse {

/// What a format measures.
struct ResultMetric {
    std::string_view name, unit;
    Direction direction = Direction::unknown;
};

/// The test with that name, without a metric.
[[nodiscard]] Result make_test(std::string_view test, std::string_view benchmark = "default");

/// A result of that metric, with the names and labels of `base`.
[[nodiscard]] Result make_result(const Result& base, const ResultMetric& metric);

/// One measured value with its names: a Result with a single value. Does not copy the texts,
/// because the results nearly always have them already.
struct Sample {
    std::string_view benchmark, test, metric, unit;
    Direction direction = Direction::unknown;
    double value = 0;
    std::pair<std::uint64_t, std::uint64_t> lines{}; ///< first and last, from 1
    const Labels* labels = nullptr;                  ///< not null
};

[[nodiscard]] Result to_result(const Sample& sample);

/// Appends the sample to a result of the same names if it has samples and the same unit and
/// direction, which is the common case. Otherwise returns false and changes nothing.
[[nodiscard]] bool append_alike(Result& result, const Sample& sample);

} // namespace cb::parse
