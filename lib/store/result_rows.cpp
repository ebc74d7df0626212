#include "store/result_rows.hpp"

#include "base/hash.hpp"
#include "base/json_writer.hpp"
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
        for (const auto* const text :
             {&result.benchmark, &result.test, &result.metric, &result.unit}) {
            append_part(key, *text);
        }
        append_part(key, to_word(result.direction));
        all.push_back({std::move(key), 0, 0, &result});
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
            .unit = storable(result.unit),
            .direction = std::string{to_word(result.direction)}};
}

std::map<std::string, double> summary_of(const Result& result)
{
    return result.summary.value_or(std::map<std::string, double>{});
}

std::optional<NoteRow> note_of(const Result& result)
{
    if (result.description.empty() && result.labels.empty()) {
        return std::nullopt;
    }
    JsonWriter labels;
    labels.begin_object();
    for (const auto& [name, text] : result.labels) {
        labels.member(name, text);
    }
    labels.end_object();
    return NoteRow{storable(result.description), storable_json(labels.take())};
}

} // namespace cb::store
