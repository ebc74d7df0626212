#pragma once

#include "verdict/change_detector.hpp"
#include "verdict/changes.hpp"
#include "verdict/state_archive.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

/// The state of a search for changes as bytes in a file.
namespace cb::verdict {

/// The detection of one history up to a commit.
struct Track {
    Movement movement;
    std::uint64_t values = 0;
    ChangeDetector detector{movement};
};

using SeriesKey = std::tuple<std::string, std::string, std::string, std::string, Direction>;
/// The tracks of all histories up to a commit, as they are saved: bytes for read_track(), because
/// one after the other needs a fraction of the memory of all.
struct SavedTracks {
    std::uint64_t commits = 0;
    std::string digest{}; ///< of these commits and their jobs
    std::uint64_t not_finite = 0;
    std::vector<std::uint8_t> is_measured{};
    std::map<SeriesKey, std::map<Setting, std::string_view>> tracks{};
};

[[nodiscard]] SeriesKey make_series_key(const store::SeriesInfo& series);

/// Nullopt if the bytes were written for another version. They must outlive the tracks. Throws
/// Error{bad_input}.
[[nodiscard]] std::optional<SavedTracks> read_tracks(std::string_view bytes);

/// Throws Error{bad_input}.
[[nodiscard]] Track read_track(std::string_view bytes);

/// Collects tracks for a file. They are many, so each is written when it is known.
class TrackWriter {
public:
    /// `track` does not change: reading and writing share one description of it.
    void add(const HistoryName& name, Track& track);

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] std::string take() { return std::move(tracks_.bytes()); }

private:
    StateWriter tracks_{};
    std::uint64_t count_ = 0;
};

/// What read_tracks() reads. The tracks are those of the writer, not of `saved`.
[[nodiscard]] std::string to_file(SavedTracks saved, TrackWriter tracks);

} // namespace cb::verdict
