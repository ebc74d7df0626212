#include "manifest/units.hpp"
#include "verdict/comparison.hpp"

#include <map>
#include <tuple>
#include <utility>

namespace cb::verdict {

namespace {

using Key = std::tuple<std::string, std::string, std::string>;

Key key_of(const SeriesName& name)
{
    return {name.benchmark, name.test, name.metric};
}

/// Adds the candidate's values in the unit of the base.
void add_candidate(SeriesPair& pair, SideSeries candidate)
{
    const auto& from = candidate.name.unit;
    if (from != pair.name.unit) {
        for (auto& job : candidate.jobs) {
            for (auto& value : job.values) {
                const auto in_unit = converted(value, from, pair.name.unit);
                if (!in_unit) {
                    pair.other_unit = from;
                    pair.candidate = std::move(candidate.jobs);
                    return;
                }
                value = *in_unit;
            }
        }
    }
    if (candidate.name.direction != pair.name.direction) {
        const bool is_base_unknown = pair.name.direction == Direction::unknown;
        const bool is_other_unknown = candidate.name.direction == Direction::unknown;
        pair.name.direction = is_base_unknown    ? candidate.name.direction
                              : is_other_unknown ? pair.name.direction
                                                 : Direction::unknown;
    }
    pair.candidate = std::move(candidate.jobs);
}

} // namespace

std::vector<SeriesPair> pair_series(std::vector<SideSeries> base, std::vector<SideSeries> candidate)
{
    std::vector<SeriesPair> pairs;
    std::multimap<Key, std::size_t> places; // of the bases that have no candidate yet
    for (auto& series : base) {
        places.emplace(key_of(series.name), pairs.size());
        pairs.push_back({series.name, std::move(series.jobs), {}, {}, {}});
    }
    // A series of the same kind of unit comes first, so that a metric may exist in two units.
    std::vector<SideSeries> others;
    const auto take = [&](SideSeries& series, auto is_partner) {
        const auto [first, last] = places.equal_range(key_of(series.name));
        for (auto at = first; at != last; ++at) {
            if (is_partner(pairs[at->second])) {
                add_candidate(pairs[at->second], std::move(series));
                places.erase(at);
                return true;
            }
        }
        return false;
    };
    for (auto& series : candidate) {
        const auto kind = kind_of_unit(series.name.unit);
        if (!take(series, [&kind](const SeriesPair& pair) {
                return kind_of_unit(pair.name.unit) == kind;
            })) {
            others.push_back(std::move(series));
        }
    }
    for (auto& series : others) {
        if (!take(series, [](const SeriesPair&) { return true; })) {
            pairs.push_back({series.name, {}, std::move(series.jobs), {}, {}});
        }
    }
    return pairs;
}

} // namespace cb::verdict
