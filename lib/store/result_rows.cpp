#include "store/result_rows.hpp"

#include "base/hash.hpp"
#include "manifest/units.hpp"
#include "manifest/words.hpp"
#include "store/storable.hpp"

#include <unordered_map>

namespace cb::store {

std::vector<ResultRows> results_of(const std::vector<Result>& results, std::string_view prefix)
{
    struct Next {
        std::int64_t sample = 0;
        std::int64_t summary = 0;
    };
    std::vector<ResultRows> all;
    all.reserve(results.size()); // so that its keys stay where they are
    std::unordered_map<std::string_view, Next> next;
    next.reserve(results.size());
    for (const auto& result : results) {
        std::string key{prefix};
        auto unit = storable(result.unit);
        for (const auto* const text : {&result.benchmark, &result.test, &result.metric}) {
            append_part(key, *text);
        }
        append_part(key, kind_of_unit(unit));
        append_part(key, to_word(result.direction.value_or(Direction::unknown)));
        all.push_back({std::move(key), std::move(unit), 0, 0, &result});
        auto& place = next[all.back().series_key];
        all.back().first_sample = place.sample;
        all.back().first_summary = place.summary;
        place.sample += static_cast<std::int64_t>(result.values.size());
        place.summary += static_cast<std::int64_t>(result.summary ? result.summary->size() : 0);
    }
    return all;
}

SeriesRow series_of(const ResultRows& rows)
{
    const auto& result = *rows.result;
    return {.digest = sha256_hex(rows.series_key),
            .benchmark = storable(result.benchmark),
            .test = storable(result.test),
            .metric = storable(result.metric),
            .unit = rows.unit,
            .direction = std::string{to_word(result.direction.value_or(Direction::unknown))}};
}

std::map<std::string, double> summary_of(const Result& result)
{
    return result.summary.value_or(std::map<std::string, double>{});
}

} // namespace cb::store
