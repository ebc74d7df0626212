#include "verdict/saved_tracks.hpp"

#include <fmt/format.h>

#include <utility>

namespace cb::verdict {

namespace {

std::string file_version()
{
    return fmt::format("cb changes {} {} {}", detector_version, sizeof(Step), sizeof(Point));
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
        Movement movement{};
        transfer_names(reader, key, setting);
        reader(movement);
        auto& track = saved.tracks[std::move(key)]
                          .emplace(std::move(setting), Track{.movement = movement})
                          .first->second;
        transfer_track(reader, track);
    }
    return saved;
}

void TrackWriter::add(const HistoryName& name, Track& track)
{
    auto key = make_series_key(name.series);
    auto setting = name.setting;
    transfer_names(tracks_, key, setting);
    tracks_(track.movement);
    transfer_track(tracks_, track);
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
