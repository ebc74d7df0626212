#include "store/series.hpp"

#include "base/error.hpp"
#include "json/writer.hpp"
#include "manifest/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace cb::store {

namespace {

std::string labels_json(const Result* result)
{
    JsonWriter json;
    json.begin_object();
    if (result != nullptr) {
        for (const auto& [name, text] : result->labels) {
            json.member(name, text);
        }
    }
    json.end_object();
    return storable_json(json.take());
}

std::string units_json(const std::set<std::string>& units)
{
    JsonWriter json;
    json.begin_array();
    for (const auto& unit : units) {
        json.value(unit);
    }
    json.end_array();
    return storable_json(json.take());
}

} // namespace

double ToSeriesUnit::in_series_unit(double value) const
{
    constexpr double most = std::numeric_limits<double>::max();
    const auto changed = converted(value, from_, to_);
    if (!changed) {
        throw Error{Errc::bad_input,
                    fmt::format("the database has the series in \"{:.40}\", and this cb cannot "
                                "convert \"{:.40}\" to it",
                                to_,
                                from_)};
    }
    return std::clamp(*changed, -most, most);
}

Notes::Note& Notes::note_of(const Series& series)
{
    const auto [at, is_new] = places_.emplace(series.id, notes_.size());
    if (is_new) {
        notes_.push_back({.series_id = series.id});
    }
    return notes_[at->second];
}

void Notes::add(const ResultRows& rows, const Series& series)
{
    const auto& result = *rows.result;
    const bool says_something = !result.description.empty() || !result.labels.empty();
    const bool is_converted = rows.unit != series.unit;
    if (!says_something && !is_converted && result.printed_units.empty()) {
        return;
    }
    auto& note = note_of(series);
    if (says_something && note.said == nullptr) {
        note.said = &result;
    }
    note.printed_units.insert(result.printed_units.begin(), result.printed_units.end());
    if (is_converted) {
        note.printed_units.insert(rows.unit);
    }
}

std::vector<NoteRow> Notes::rows() const
{
    std::vector<NoteRow> rows;
    rows.reserve(notes_.size());
    for (const auto& note : notes_) {
        rows.push_back({.series_id = note.series_id,
                        .description = note.said ? storable(note.said->description) : "",
                        .labels = labels_json(note.said),
                        .printed_units = units_json(note.printed_units)});
    }
    return rows;
}

} // namespace cb::store
