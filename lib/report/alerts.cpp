#include "report/alerts.hpp"

#include "json/writer.hpp"

#include <algorithm>
#include <unordered_map>

namespace cb::report {

namespace {

void write_triage(JsonWriter& json, const std::optional<verdict::Triage>& triage)
{
    if (triage) {
        json.key("triage")
            .begin_object()
            .member("kind", to_word(triage->kind))
            .member("by", triage->by)
            .member("reason", triage->reason)
            .end_object();
    }
}

void write_change(JsonWriter& json, const verdict::Change& change)
{
    const auto& step = change.step;
    json.begin_object()
        .member("history", std::uint64_t{change.history})
        .member("commit", std::uint64_t{step.commit})
        .member("previous", std::uint64_t{step.previous_commit})
        .member("before", step.before)
        .member("after", step.after)
        .member("change", step.change)
        .member("state", to_word(step.state))
        .member("meaning", to_word(change.meaning));
    if (step.interval) {
        json.member("low", step.interval->low).member("high", step.interval->high);
    }
    if (change.moved_from) {
        json.member("moved_from", std::uint64_t{*change.moved_from});
    }
    write_triage(json, change.triage);
    json.end_object();
}

void write_notes(JsonWriter& json,
                 const verdict::RepositoryChanges& changes,
                 std::span<const store::Annotation> annotations)
{
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < changes.commits.size(); ++i) {
        places.emplace(changes.commits[i].hash, i);
    }
    std::unordered_multimap<std::int64_t, std::size_t> histories;
    for (std::size_t i = 0; i < changes.histories.size(); ++i) {
        histories.emplace(changes.histories[i].series.id, i);
    }
    json.key("notes").begin_array();
    for (const auto& note : annotations) {
        const auto at = places.find(note.commit);
        if (at == places.end()) {
            continue;
        }
        json.begin_object()
            .member("commit", std::uint64_t{at->second})
            .member("kind", to_word(note.kind))
            .member("by", note.by)
            .member("reason", note.reason);
        if (note.series_id) {
            json.key("histories").begin_array();
            const auto [first, last] = histories.equal_range(*note.series_id);
            std::for_each(first, last, [&json](const auto& history) {
                json.value(std::uint64_t{history.second});
            });
            json.end_array();
        }
        json.end_object();
    }
    json.end_array();
}

} // namespace

std::string to_alerts_json(const verdict::RepositoryChanges& changes,
                           std::span<const store::Annotation> annotations)
{
    JsonWriter json;
    json.begin_object().key("alerts").begin_array();
    for (const auto& alert : changes.alerts) {
        json.begin_object()
            .member("commit", std::uint64_t{alert.commit})
            .member("cause", to_word(alert.cause))
            .key("changes")
            .begin_array();
        for (const auto& change : alert.changes) {
            write_change(json, change);
        }
        json.end_array().end_object();
    }
    json.end_array();
    write_notes(json, changes, annotations);
    json.end_object();
    return json.take();
}

} // namespace cb::report
