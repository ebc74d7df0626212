#include "verdict/changes_resumed.hpp"

#include "store/history_reader.hpp"
#include "store/job_medians.hpp"
#include "verdict/history_digest.hpp"
#include "verdict/saved_tracks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace cb::verdict {

namespace {

/// A file is written again after so many commits; until then they are read again.
constexpr std::size_t commits_per_file = 8;

/// What was saved is of no use: a metric that seemed exact is not, or a track is damaged.
struct Contradiction {};

/// Throws Contradiction.
Track to_track(std::string_view bytes)
{
    try {
        return read_track(bytes);
    } catch (const Error&) {
        throw Contradiction{};
    }
}

bool differ(const JobValue& a, const JobValue& b)
{
    return a.commit == b.commit && a.value != b.value;
}

/// Goes through the histories of a repository, and saves their tracks up to the last commit.
class Search {
public:
    Search(store::HistoryReader& reader, const std::string& repository, SavedTracks saved)
        : commits_{reader.commits().size()}, saved_{std::move(saved)},
          saved_at_{std::max<std::size_t>(saved_.commits, commits_ > 0 ? commits_ - 1 : 0)},
          finder_{repository, reader.branch(), reader.commits()}
    {
        next_ = {.commits = saved_at_,
                 .not_finite = saved_.not_finite,
                 .is_measured = saved_.is_measured};
        next_.is_measured.resize(saved_at_);
        for (std::size_t i = 0; i < saved_.is_measured.size(); ++i) {
            if (saved_.is_measured[i] != 0) {
                finder_.add_measured(i);
            }
        }
        finder_.add_not_finite(saved_.not_finite);
    }

    /// Adds the values of a series that are not saved, in the order of history. Throws
    /// Contradiction.
    void add(const store::SeriesInfo& series, ValuesBySetting values)
    {
        if (const auto known = saved_.tracks.find(make_series_key(series));
            known != saved_.tracks.end()) {
            for (const auto& [setting, track] : known->second) {
                const auto at = values.find(setting);
                go_on({series, setting},
                      to_track(track),
                      saved_.commits,
                      at == values.end() ? std::vector<JobValue>{} : std::move(at->second));
                if (at != values.end()) {
                    values.erase(at);
                }
            }
        }
        for (auto& [setting, its] : values) {
            std::erase_if(its, [this](const JobValue& each) { return is_left_out(each); });
            if (!its.empty()) {
                const auto movement = find_movement({{series, setting}, its});
                go_on({series, setting}, Track{.movement = movement}, 0, std::move(its));
            }
        }
    }

    [[nodiscard]] RepositoryChanges finish() { return finder_.finish(); }

    /// The file's content for what is known before the last commit. \pre called once, with the
    /// digest of these commits
    [[nodiscard]] std::string take_file(std::string digest)
    {
        next_.digest = std::move(digest);
        return to_file(std::move(next_), std::move(tracks_));
    }

    [[nodiscard]] std::size_t saved_at() const noexcept { return saved_at_; }
    [[nodiscard]] std::uint64_t values() const noexcept { return values_; }
    [[nodiscard]] bool can_be_saved() const noexcept { return can_be_saved_; }

private:
    bool is_left_out(const JobValue& each)
    {
        if (std::isfinite(each.value)) {
            return false;
        }
        finder_.add_not_finite(1);
        next_.not_finite += each.commit < saved_at_ ? 1U : 0U;
        return true;
    }

    /// \pre the values are those from commit `from` on
    void go_on(HistoryName name, Track track, std::size_t from, std::vector<JobValue> values)
    {
        std::erase_if(values, [this](const JobValue& each) { return is_left_out(each); });
        const auto contradiction = std::adjacent_find(values.begin(), values.end(), &differ);
        if (contradiction != values.end()) {
            if (track.movement == Movement::exact) {
                throw Contradiction{};
            }
            // Before the last commit, it may have looked exact.
            const bool is_new = from == 0 && contradiction->commit >= saved_at_;
            can_be_saved_ = can_be_saved_ && !is_new;
        }
        for (const auto& each : values) {
            finder_.add_measured(each.commit);
            if (each.commit < saved_at_) {
                next_.is_measured[each.commit] = 1;
            }
        }
        auto next = values.cbegin();
        feed(track, from, saved_at_, next, values.cend());
        if (track.values > 0) {
            save(name, track);
        }
        feed(track, saved_at_, commits_, next, values.cend());
        values_ += track.values;
        finder_.add(std::move(name), track.detector.steps(), track.values);
    }

    static void feed(Track& track,
                     std::size_t begin,
                     std::size_t end,
                     std::vector<JobValue>::const_iterator& next,
                     std::vector<JobValue>::const_iterator last)
    {
        std::vector<double> of_commit;
        for (auto commit = begin; commit < end; ++commit) {
            of_commit.clear();
            for (; next != last && next->commit == commit; ++next) {
                of_commit.push_back(next->value);
            }
            track.values += of_commit.size();
            static_cast<void>(track.detector.add(of_commit));
        }
    }

    void save(const HistoryName& name, Track& track)
    {
        if (saved_at_ - saved_.commits < commits_per_file && saved_.commits > 0) {
            return; // the present file is good enough
        }
        tracks_.add(name, track);
    }

    std::size_t commits_;
    SavedTracks saved_;
    std::size_t saved_at_; ///< the commits before this one are saved
    ChangeFinder finder_;
    SavedTracks next_{};
    TrackWriter tracks_{};
    std::uint64_t values_ = 0;
    bool can_be_saved_ = true;
};

/// Adds what jobs of the commits from `begin` on measured.
void add_new_jobs(Search& search,
                  store::Queries& queries,
                  const store::HistoryReader& reader,
                  const StoreFilter& filter,
                  const std::string& repository,
                  std::size_t begin)
{
    std::vector<std::int64_t> ids;
    std::unordered_map<std::int64_t, std::size_t> place_of_job;
    const auto& jobs = reader.jobs();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i].commit >= begin && jobs[i].info->is_measured()) {
            ids.push_back(jobs[i].info->id);
            place_of_job.emplace(jobs[i].info->id, i);
        }
    }
    std::unordered_map<std::int64_t, std::vector<store::JobMedian>> medians;
    store::for_each_median(
        queries, repository, ids, [&](std::int64_t series, std::int64_t job, double value) {
            const auto place = place_of_job.at(job);
            medians[series].push_back({place, jobs[place].commit, value});
        });
    for (const auto& series : queries.series(repository, filter.series)) {
        auto& its = medians[series.id];
        std::sort(its.begin(), its.end(), [](const store::JobMedian& a, const store::JobMedian& b) {
            return a.job < b.job;
        });
        search.add(series, by_setting(reader, filter, its));
    }
}

/// \pre the file outlives the tracks
std::optional<SavedTracks> load_tracks(const std::optional<ChangesCache::File>& file,
                                       const store::HistoryReader& reader,
                                       const ContentNames& contents)
{
    try {
        auto saved = file ? read_tracks(file->bytes()) : std::nullopt;
        const bool is_current = saved && saved->commits <= reader.commits().size() &&
                                saved->is_measured.size() == saved->commits &&
                                digest_of(reader, contents, 0, saved->commits) == saved->digest;
        return is_current ? std::move(saved) : std::nullopt;
    } catch (const Error&) { // it is damaged
        return std::nullopt;
    }
}

void save_tracks(const ChangesCache& cache,
                 const std::string& name,
                 Search& search,
                 std::optional<std::string> digest,
                 Log& log)
{
    if (!digest || !search.can_be_saved() || search.values() < cache.min_values()) {
        return;
    }
    try {
        cache.save(name, search.take_file(*std::move(digest)));
    } catch (const std::exception& error) {
        log.debug(fmt::format("the cache is not written: {}", error.what()));
    }
}

} // namespace

RepositoryChanges find_changes_resumed(store::Queries& queries,
                                       const std::string& repository,
                                       const StoreFilter& filter,
                                       const ChangesCache& cache,
                                       Log& log)
{
    auto reader = queries.read_history(repository, filter.branch);
    const auto contents = store::read_content_names(queries, repository);
    return find_changes_resumed(queries, {reader, contents}, repository, filter, cache, log);
}

RepositoryChanges find_changes_resumed(store::Queries& queries,
                                       const KnownHistory& history,
                                       const std::string& repository,
                                       const StoreFilter& filter,
                                       const ChangesCache& cache,
                                       Log& log)
{
    auto& reader = history.reader; // a lambda of clang 14 cannot capture a structured binding
    const auto& contents = history.contents;
    const auto name = make_cache_name(repository, reader.branch(), filter);
    const auto finish = [&](Search& search) {
        auto changes = search.finish();
        changes.machines = count_machines(reader, filter);
        changes.apart = count_apart(reader);
        return changes;
    };
    const auto file = cache.load(name);
    if (auto saved = load_tracks(file, reader, contents)) {
        const auto begin = saved->commits;
        try {
            Search search{reader, repository, *std::move(saved)};
            add_new_jobs(search, queries, reader, filter, repository, begin);
            if (search.saved_at() - begin >= commits_per_file) {
                save_tracks(
                    cache, name, search, digest_of(reader, contents, 0, search.saved_at()), log);
            }
            return finish(search);
        } catch (const Contradiction&) { // so everything is read
            log.debug("what was saved is of no use");
        }
    }
    Search search{reader, repository, {}};
    reader.for_each_series(
        filter.series,
        [&](const store::SeriesInfo& series, std::span<const store::JobMedian> medians) {
            search.add(series, by_setting(reader, filter, medians));
        });
    save_tracks(cache, name, search, digest_of(reader, contents, 0, search.saved_at()), log);
    return finish(search);
}

} // namespace cb::verdict
