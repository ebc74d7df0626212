#include "store/series_names.hpp"

#include "base/utf8.hpp"
#include "manifest/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace cb::store {

namespace {

constexpr std::array levels{NameLevel::benchmark, NameLevel::test, NameLevel::metric};

std::string_view to_noun(NameLevel level)
{
    return level == NameLevel::benchmark ? "benchmark"
           : level == NameLevel::test    ? "test"
                                         : "metric";
}

std::string name_at(const SeriesInfo& series, NameLevel level)
{
    return level == NameLevel::benchmark ? series.benchmark
           : level == NameLevel::test    ? fmt::format("{}/{}", series.benchmark, series.test)
                                         : name_of(series);
}

/// The series of a name, by what it names.
using Named = std::map<NameLevel, std::vector<SeriesInfo>>;

Named find_named(std::span<const SeriesInfo> series, const std::string& name)
{
    Named named;
    for (const auto& one : series) {
        for (const auto level : levels) {
            if (name_at(one, level) == name) {
                named[level].push_back(one);
            }
        }
    }
    if (named.empty()) {
        throw Error{Errc::usage,
                    fmt::format("the store has no benchmark, test or metric {}; write it as cb "
                                "changes shows it: BENCHMARK, BENCHMARK/TEST or \"BENCHMARK/TEST "
                                "METRIC\"",
                                quote(name))};
    }
    return named;
}

/// What both names name.
NameLevel choose_level(const Named& old_ones,
                       const std::string& old_name,
                       const Named& new_ones,
                       const std::string& new_name)
{
    std::vector<NameLevel> shared;
    std::copy_if(levels.begin(), levels.end(), std::back_inserter(shared), [&](NameLevel level) {
        return old_ones.contains(level) && new_ones.contains(level);
    });
    if (shared.empty()) {
        throw Error{Errc::usage,
                    fmt::format("{} is a {}, and {} is a {}",
                                quote(old_name),
                                to_noun(old_ones.begin()->first),
                                quote(new_name),
                                to_noun(new_ones.begin()->first))};
    }
    if (shared.size() > 1) {
        throw Error{Errc::usage,
                    fmt::format("{} and {} are a {} and a {} each; name the metrics one by one",
                                quote(old_name),
                                quote(new_name),
                                to_noun(shared[0]),
                                to_noun(shared[1]))};
    }
    return shared.front();
}

/// Whether a series of one direction may go on as the other.
bool agree(Direction a, Direction b)
{
    return a == b || a == Direction::unknown || b == Direction::unknown;
}

bool has_same_rest(const SeriesInfo& a, const SeriesInfo& b, NameLevel level)
{
    return (level != NameLevel::benchmark || a.test == b.test) &&
           (level == NameLevel::metric || a.metric == b.metric);
}

std::optional<SeriesInfo>
find_counterpart(const SeriesInfo& series, std::span<const SeriesInfo> candidates, NameLevel level)
{
    const SeriesInfo* found = nullptr;
    for (const auto& one : candidates) {
        if (has_same_rest(series, one, level) && agree(series.direction, one.direction) &&
            kind_of_unit(series.unit) == kind_of_unit(one.unit) &&
            (found == nullptr || one.direction == series.direction)) {
            found = &one;
        }
    }
    return found == nullptr ? std::nullopt : std::optional{*found};
}

} // namespace

std::string name_of(const SeriesInfo& series)
{
    return fmt::format("{}/{} {}", series.benchmark, series.test, series.metric);
}

std::optional<NameLevel> level_of(const SeriesInfo& series, std::string_view name)
{
    const auto* const at = std::find_if(levels.begin(), levels.end(), [&](NameLevel level) {
        return name_at(series, level) == name;
    });
    return at == levels.end() ? std::nullopt : std::optional{*at};
}

std::vector<NamePair> pair_names(std::span<const SeriesInfo> series,
                                 const std::string& old_name,
                                 const std::string& new_name)
{
    const auto old_ones = find_named(series, old_name);
    const auto new_ones = find_named(series, new_name);
    const auto level = choose_level(old_ones, old_name, new_ones, new_name);
    std::vector<NamePair> pairs;
    for (const auto& one : old_ones.at(level)) {
        pairs.push_back({one, find_counterpart(one, new_ones.at(level), level)});
    }
    return pairs;
}

} // namespace cb::store
