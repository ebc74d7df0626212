#include "mutate.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using cb::fuzz::Bytes;

Bytes read(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw std::runtime_error{path + ": cannot be read"};
    }
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return {text.begin(), text.end()};
}

std::size_t parse_count(std::string_view text)
{
    std::size_t count = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || stop != text.data() + text.size()) {
        throw std::runtime_error{"usage: fuzz_PROGRAM COUNT INPUT FILE..."};
    }
    return count;
}

/// Saves the target's input, to investigate what made it abort.
void keep(const Bytes& input, const char* path)
{
    std::ofstream file{path, std::ios::binary};
    file.write(reinterpret_cast<const char*>(input.data()),
               static_cast<std::streamsize>(input.size()));
}

} // namespace

/// Runs a fuzz target on the files of its corpus, then on COUNT mutated ones, the same each time.
/// The last mutated one is in the file INPUT.
int main(int argc, char** argv)
try {
    const auto count = parse_count(argc > 1 ? argv[1] : "");
    std::vector<Bytes> seeds;
    for (int i = 3; i < argc; ++i) {
        std::cerr << argv[i] << '\n';
        seeds.push_back(read(argv[i]));
        LLVMFuzzerTestOneInput(seeds.back().data(), seeds.back().size());
    }
    if (std::all_of(seeds.begin(), seeds.end(), [](const Bytes& seed) { return seed.empty(); })) {
        throw std::runtime_error{"there are no seeds"};
    }
    std::mt19937 random{1};
    for (std::size_t i = 0; i < count; ++i) {
        const auto input = cb::fuzz::mutated(seeds, random);
        keep(input, argv[2]);
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    std::cerr << seeds.size() << " seeds and " << count << " changed ones\n";
    return 0;
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
