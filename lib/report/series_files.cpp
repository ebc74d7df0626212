#include "report/series_files.hpp"

#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::report {

namespace {

/// A file of 256 commits then has about 150 KB, which a browser reads in some milliseconds.
constexpr std::size_t histories_per_file = 16;

using Points = std::span<const store::JobSpread>;

Points points_in(const Spreads& spreads, const Chunk& chunk)
{
    const auto at = [&spreads](std::size_t commit) {
        return std::lower_bound(
            spreads.begin(),
            spreads.end(),
            commit,
            [](const store::JobSpread& one, std::size_t wanted) { return one.commit < wanted; });
    };
    return {at(chunk.first), at(chunk.end)};
}

template <typename Get>
void append_list(std::string& json, char name, Points points, const Get& get)
{
    json += fmt::format("{}\"{}\":[", json.back() == '{' ? "" : ",", name);
    for (const auto& point : points) {
        json += json.back() == '[' ? "" : ",";
        append_number(json, get(point));
    }
    json += ']';
}

/// The commits are omitted if they are all of the chunk, each once; the spread is omitted if each
/// job has one value only.
void append_history(std::string& json, Points points, const Chunk& chunk)
{
    const auto is_single = [](const store::JobSpread& one) {
        return (!one.min && !one.max) || (one.min == one.median && one.max == one.median);
    };
    bool is_dense = points.size() == chunk.end - chunk.first;
    for (std::size_t i = 0; is_dense && i < points.size(); ++i) {
        is_dense = points[i].commit == chunk.first + i;
    }
    json += '{';
    if (!is_dense) {
        append_list(json, 'c', points, [&chunk](const store::JobSpread& one) {
            return static_cast<double>(one.commit - chunk.first);
        });
    }
    append_list(json, 'm', points, [](const store::JobSpread& one) { return one.median; });
    if (!std::all_of(points.begin(), points.end(), is_single)) {
        append_list(json, 'l', points, [](const store::JobSpread& one) { return one.min; });
        append_list(json, 'a', points, [](const store::JobSpread& one) { return one.q1; });
        append_list(json, 'z', points, [](const store::JobSpread& one) { return one.q3; });
        append_list(json, 'h', points, [](const store::JobSpread& one) { return one.max; });
    }
    json += '}';
}

} // namespace

std::vector<Placement> place_histories(const std::string& directory,
                                       std::span<const verdict::HistoryName> names)
{
    std::vector<Placement> placements;
    std::size_t group = 0; // of the benchmark
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& benchmark = names[i].series.benchmark;
        const bool is_other = i == 0 || benchmark != names[i - 1].series.benchmark;
        if (!is_other && placements.back().index + 1 < histories_per_file) {
            placements.push_back({placements.back().file, placements.back().index + 1});
            continue;
        }
        group = is_other ? 0 : group + 1;
        placements.push_back({fmt::format("{}/{}-{}", directory, make_key(benchmark), group), 0});
    }
    return placements;
}

std::string name_file(const std::string& start, const Chunk& chunk)
{
    return fmt::format("{}-{}.js", start, chunk.first);
}

SeriesFiles::SeriesFiles(Site& site, std::vector<SourcedChunk> chunks)
    : site_{site}, chunks_{std::move(chunks)}
{}

void SeriesFiles::add(const Placement& placement, Spreads spreads)
{
    if (placement.file != file_) {
        finish();
        file_ = placement.file;
    }
    histories_.resize(placement.index);
    histories_.push_back(std::move(spreads));
}

void SeriesFiles::finish()
{
    if (!histories_.empty()) {
        for (const auto& chunk : chunks_) {
            write(chunk);
        }
    }
    histories_.clear();
}

void SeriesFiles::write(const SourcedChunk& sourced)
{
    const auto& [chunk, source] = sourced;
    std::string json{"["};
    for (const auto& spreads : histories_) {
        json += json.size() == 1 ? "" : ",";
        append_history(json, points_in(spreads, chunk), chunk);
    }
    json += ']';
    const auto path = name_file(file_, chunk);
    site_.put(path, make_script(path, json), source);
}

} // namespace cb::report
