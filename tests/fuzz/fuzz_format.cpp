#include "parse/manifest_stream.hpp"
#include "parse/reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace cb::parse;

/// One program for all formats: CB_FUZZ_FORMAT names the one that is fuzzed.
Format chosen_format()
{
    const char* const name = std::getenv("CB_FUZZ_FORMAT");
    return parse_format(name == nullptr ? "auto" : name).value();
}

const Format format = chosen_format();

/// The size of the next piece. The text's own bytes determine it, so that the fuzzer can steer it.
std::size_t piece_size(std::string_view text)
{
    return 1 + static_cast<unsigned char>(text.front()) % 7U;
}

/// Following does not merge results, so it finds as many or more.
void follow(std::string_view text)
{
    Reader reader{format, Same::apart};
    while (!text.empty()) {
        const auto size = std::min(text.size(), piece_size(text));
        reader.feed(text.substr(0, size));
        text.remove_prefix(size);
        static_cast<void>(reader.take());
    }
    static_cast<void>(reader.finish());
}

Found read_in_pieces(std::string_view text)
{
    Reader reader{format};
    while (!text.empty()) {
        const auto size = std::min(text.size(), piece_size(text));
        reader.feed(text.substr(0, size));
        text.remove_prefix(size);
    }
    return reader.finish();
}

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

bool has_figures(const cb::Result& result)
{
    const auto is_finite = [](double value) { return std::isfinite(value); };
    return result.values.empty() == result.summary.has_value() && !result.lines.empty() &&
           std::all_of(result.values.begin(), result.values.end(), is_finite);
}

} // namespace

/// For any bytes: chunk boundaries change nothing, results have finite figures, and rejected
/// entries have a place and a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto whole = find_results(text, format);
    require(read_in_pieces(text) == whole);
    require(std::all_of(whole.results.begin(), whole.results.end(), has_figures));
    for (const auto& entry : all_rejected(whole)) {
        require(entry.line > 0 && entry.column > 0 && !entry.reason.empty());
    }
    for (const auto& past : whole.past) {
        require(std::all_of(past.results.begin(), past.results.end(), has_figures));
    }
    follow(text);
    static_cast<void>(is_manifest_stream(text));
    return 0;
}
