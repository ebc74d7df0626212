#include "tuning/values.hpp"

#include "base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace cb::tuning {

namespace {

constexpr unsigned bits = 32; // per word

std::optional<std::uint32_t> parse_word(std::string_view text)
{
    constexpr int hexadecimal = 16;
    std::uint32_t word = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, word, hexadecimal);
    return error == std::errc{} && stop == end ? std::optional{word} : std::nullopt;
}

/// Parses the words, lowest first.
Parsed<std::vector<std::uint32_t>> parse_words(std::string_view text)
{
    constexpr std::size_t max_count = (CpuSet::limit + 1) / bits;
    std::vector<std::uint32_t> words;
    for (std::string_view rest = text;;) {
        const auto comma = rest.rfind(',');
        const auto word = parse_word(rest.substr(comma == std::string_view::npos ? 0 : comma + 1));
        if (!word || words.size() == max_count) {
            return tl::unexpected{fmt::format("\"{:.80}\" is not a mask of CPUs", text)};
        }
        words.push_back(*word);
        if (comma == std::string_view::npos) {
            return words;
        }
        rest = rest.substr(0, comma);
    }
}

} // namespace

Parsed<CpuSet> parse_cpu_mask(std::string_view text)
{
    const auto words = parse_words(trimmed(text));
    if (!words) {
        return tl::unexpected{words.error()};
    }
    std::vector<unsigned> ids;
    for (unsigned id = 0; id < words->size() * bits; ++id) {
        if (((*words)[id / bits] >> (id % bits) & 1U) != 0) {
            ids.push_back(id);
        }
    }
    return CpuSet::of(std::move(ids));
}

std::string cpu_mask(const CpuSet& cpus)
{
    std::vector<std::uint32_t> words((cpus.empty() ? 0 : cpus.ids().back() / bits) + 1);
    for (const unsigned id : cpus.ids()) {
        words[id / bits] |= 1U << (id % bits);
    }
    auto text = fmt::format("{:x}", words.back());
    for (auto word = words.rbegin() + 1; word != words.rend(); ++word) {
        text += fmt::format(",{:08x}", *word);
    }
    return text;
}

std::optional<std::string> chosen_word(std::string_view text)
{
    const auto open = text.find('[');
    const auto close = text.find(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
        return std::nullopt;
    }
    return std::string{text.substr(open + 1, close - open - 1)};
}

} // namespace cb::tuning
