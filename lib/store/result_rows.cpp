#include "store/result_rows.hpp"

#include "base/hash.hpp"
#include "manifest/units.hpp"
#include "manifest/words.hpp"
#include "store/storable.hpp"

namespace cb::store {

std::string series_key(std::string_view benchmark,
                       std::string_view test,
                       std::string_view metric,
                       std::string_view unit,
                       std::string_view direction)
{
    std::string key;
    for (const auto text : {benchmark, test, metric}) {
        append_part(key, text);
    }
    append_part(key, kind_of_unit(unit));
    append_part(key, direction);
    return key;
}

std::vector<ResultRows> results_of(const std::vector<Result>& results)
{
    std::vector<ResultRows> all;
    all.reserve(results.size());
    for (const auto& result : results) {
        auto unit = storable(result.unit);
        auto key = series_key(result.benchmark,
                              result.test,
                              result.metric,
                              unit,
                              to_word(result.direction.value_or(Direction::unknown)));
        all.push_back({std::move(key), std::move(unit), &result});
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

} // namespace cb::store
