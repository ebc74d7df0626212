#pragma once

#include <cstdint>
#include <random>
#include <vector>

/// Mutates seeds for replay.cpp, in builds without libFuzzer.
namespace cb::fuzz {

using Bytes = std::vector<std::uint8_t>;

/// One of `seeds`, which are not all empty, with one to eight changes: bytes, words that confuse
/// parsers, and parts that are deleted, duplicated, or taken from another seed. Uses a part of 4096
/// bytes of a long seed.
[[nodiscard]] Bytes mutated(const std::vector<Bytes>& seeds, std::mt19937& random);

} // namespace cb::fuzz
