#pragma once

#include <cstdint>
#include <random>
#include <vector>

/// What replay.cpp makes of seeds, in builds without libFuzzer.
namespace cb::fuzz {

using Bytes = std::vector<std::uint8_t>;

/// One of `seeds`, which are not all empty, with one to eight changes: bytes, words that parsers
/// stumble over, and parts that are left out, doubled, or from another seed. Of a long seed, a part
/// of 4096 bytes.
[[nodiscard]] Bytes mutated(const std::vector<Bytes>& seeds, std::mt19937& random);

} // namespace cb::fuzz
