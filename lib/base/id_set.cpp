#include "base/id_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <charconv>
#include <iterator>
#include <optional>

namespace cb {

namespace {

/// Removes a number from the start of `text`.
std::optional<unsigned> take_number(std::string_view& text)
{
    unsigned number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return number;
}

struct Range {
    unsigned first, last;
};

/// Parses "3" or "2-5".
std::optional<Range> parse_range(std::string_view text)
{
    const auto first = take_number(text);
    if (!first) {
        return std::nullopt;
    }
    if (text.empty()) {
        return Range{*first, *first};
    }
    if (text.front() != '-') {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto last = take_number(text);
    if (!last || !text.empty() || *last < *first) {
        return std::nullopt;
    }
    return Range{*first, *last};
}

} // namespace

template <typename Kind> Parsed<IdSet<Kind>> IdSet<Kind>::parse(std::string_view text)
{
    constexpr std::size_t longest = 65536; // twice the longest list that to_string makes
    // Of fixed size, so that "0-8191,0-8191,..." costs nothing.
    std::bitset<limit + 1> seen;
    for (std::size_t start = 0; start <= text.size();) {
        const auto comma = std::min(text.find(',', start), text.size());
        const auto range = parse_range(text.substr(start, comma - start));
        if (!range || text.size() > longest) {
            return tl::unexpected{fmt::format(
                "\"{:.80}\" is not a list of {}s such as 3, 0-2 or 0,2", text, Kind::name)};
        }
        if (range->last > limit) {
            return tl::unexpected{fmt::format("\"{:.80}\" names {} {}; the highest possible is {}",
                                              text,
                                              Kind::name,
                                              range->last,
                                              limit)};
        }
        for (std::size_t id = range->first; id <= range->last; ++id) {
            seen.set(id);
        }
        start = comma + 1;
    }
    std::vector<unsigned> ids;
    for (unsigned id = 0; id <= limit; ++id) {
        if (seen.test(id)) {
            ids.push_back(id);
        }
    }
    return of(std::move(ids));
}

template <typename Kind> IdSet<Kind> IdSet<Kind>::of(std::vector<unsigned> ids)
{
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    IdSet set;
    set.ids_ = std::move(ids);
    return set;
}

template <typename Kind> bool IdSet<Kind>::contains(unsigned id) const noexcept
{
    return std::binary_search(ids_.begin(), ids_.end(), id);
}

template <typename Kind> std::string IdSet<Kind>::to_string() const
{
    std::string text;
    for (std::size_t i = 0; i < ids_.size();) {
        std::size_t last = i;
        while (last + 1 < ids_.size() && ids_[last + 1] == ids_[last] + 1) {
            ++last;
        }
        text += text.empty() ? "" : ",";
        text += last == i ? fmt::to_string(ids_[i]) : fmt::format("{}-{}", ids_[i], ids_[last]);
        i = last + 1;
    }
    return text;
}

CpuSet minus(const CpuSet& all, const CpuSet& removed)
{
    std::vector<unsigned> ids;
    std::set_difference(all.ids().begin(),
                        all.ids().end(),
                        removed.ids().begin(),
                        removed.ids().end(),
                        std::back_inserter(ids));
    return CpuSet::of(std::move(ids));
}

CpuSet common(const CpuSet& left, const CpuSet& right)
{
    return minus(left, minus(left, right));
}

CpuSet united(const CpuSet& left, const CpuSet& right)
{
    auto ids = left.ids();
    ids.insert(ids.end(), right.ids().begin(), right.ids().end());
    return CpuSet::of(std::move(ids));
}

template class IdSet<CpuKind>;
template class IdSet<NodeKind>;

} // namespace cb
