#include "mutate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace cb::fuzz {

namespace {

constexpr std::size_t max_bytes = 4096;

constexpr std::array<std::string_view, 30> words{"{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 "\"",
                                                 ":",
                                                 ",",
                                                 "\n",
                                                 "\r",
                                                 "\\",
                                                 "NaN",
                                                 "1e999",
                                                 "-",
                                                 "0",
                                                 "null",
                                                 "true",
                                                 "\x1b[m",
                                                 "<",
                                                 "\xEF\xBB\xBF",
                                                 "\\u0000",
                                                 "\\ud800",
                                                 " ",
                                                 "\t",
                                                 "'",
                                                 "Infinity",
                                                 "9007199254740993",
                                                 "\xC2\xB5s",
                                                 "--- FAIL: ",
                                                 "\nweb-1  | ",
                                                 "\n2026-11-24T03:00:50Z "};

/// Less than `limit`, which must not be 0.
std::size_t below(std::size_t limit, std::mt19937& random)
{
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random);
}

Bytes part_of(const Bytes& bytes, std::size_t most, std::mt19937& random)
{
    const auto size = std::min(bytes.size(), 1 + below(most, random));
    const auto start =
        bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size() - size + 1, random));
    return {start, start + static_cast<std::ptrdiff_t>(size)};
}

void insert(Bytes& bytes, const Bytes& more, std::mt19937& random)
{
    const auto at = static_cast<std::ptrdiff_t>(below(bytes.size() + 1, random));
    bytes.insert(bytes.begin() + at, more.begin(), more.end());
}

void change(Bytes& bytes, const Bytes& other, std::mt19937& random)
{
    const auto word = words[below(words.size(), random)];
    if (bytes.empty()) {
        insert(bytes, {word.begin(), word.end()}, random);
        return;
    }
    switch (below(6, random)) {
    case 0:
        bytes[below(bytes.size(), random)] = static_cast<std::uint8_t>(below(256, random));
        break;
    case 1:
        insert(bytes, {word.begin(), word.end()}, random);
        break;
    case 2: {
        const auto from = static_cast<std::ptrdiff_t>(below(bytes.size(), random));
        const auto most = std::min<std::size_t>(64, bytes.size() - static_cast<std::size_t>(from));
        const auto size = static_cast<std::ptrdiff_t>(1 + below(most, random));
        bytes.erase(bytes.begin() + from, bytes.begin() + from + size);
        break;
    }
    case 3:
        insert(bytes, part_of(bytes, 256, random), random);
        break;
    case 4:
        insert(bytes, part_of(other, 256, random), random);
        break;
    default:
        bytes.resize(1 + below(bytes.size(), random)); // truncate
        break;
    }
}

} // namespace

Bytes mutated(const std::vector<Bytes>& seeds, std::mt19937& random)
{
    const auto draw = [&]() -> const Bytes& {
        for (;;) {
            if (const auto& seed = seeds[below(seeds.size(), random)]; !seed.empty()) {
                return seed;
            }
        }
    };
    const auto& seed = draw();
    auto bytes = seed.size() > max_bytes ? part_of(seed, max_bytes, random) : seed;
    for (auto changes = 1 + below(8, random); changes > 0; --changes) {
        change(bytes, draw(), random);
    }
    return bytes;
}

} // namespace cb::fuzz
