#include "verdict/saved_tracks.hpp"

#include <fmt/format.h>

#include <utility>

namespace cb::verdict {

namespace {

std::string file_version()
{
    return fmt::format("cb changes 2 {} {} {}", detector_version, sizeof(Step), sizeof(Point));
}

template <typename Archive>
void transfer_heading(Archive& archive, SavedTracks& saved, std::uint64_t& histories)
{
    archive(saved.commits, saved.digest, saved.not_finite, saved.is_measured, histories);
}

template <typename Archive> void transfer_names(Archive& archive, SeriesKey& key, Setting& setting)
{
    std::apply([&archive](auto&... parts) { archive(parts...); }, key);
    archive(setting.worker, setting.host_key, setting.config);
}

/// All but the movement.
template <typename Archive> void transfer_track(Archive& archive, Track& track)
{
    archive(track.values);
    track.detector.transfer(archive);
}

} // namespace

SeriesKey make_series_key(const store::SeriesInfo& series)
{
    return {series.benchmark, series.test, series.metric, series.unit, series.direction};
}

std::optional<SavedTracks> read_tracks(std::string_view bytes)
{
    StateReader reader{bytes};
    std::string version;
    reader(version);
    if (version != file_version()) {
        return std::nullopt;
    }
    SavedTracks saved;
    std::uint64_t histories = 0;
    transfer_heading(reader, saved, histories);
    for (std::uint64_t i = 0; i < histories; ++i) {
        SeriesKey key;
        Setting setting;
        std::string_view track;
        transfer_names(reader, key, setting);
        reader(track);
        saved.tracks[std::move(key)].emplace(std::move(setting), track);
    }
    return saved;
}

Track read_track(std::string_view bytes)
{
    StateReader reader{bytes};
    Movement movement{};
    reader(movement);
    Track track{.movement = movement};
    transfer_track(reader, track);
    return track;
}

void TrackWriter::add(const HistoryName& name, Track& track)
{
    auto key = make_series_key(name.series);
    auto setting = name.setting;
    transfer_names(tracks_, key, setting);
    StateWriter its;
    its(track.movement);
    transfer_track(its, track);
    tracks_(its.bytes());
    ++count_;
}

std::string to_file(SavedTracks saved, TrackWriter tracks)
{
    StateWriter file;
    auto histories = tracks.count();
    file(file_version());
    transfer_heading(file, saved, histories);
    return std::move(file.bytes()) + tracks.take();
}

} // namespace cb::verdict
