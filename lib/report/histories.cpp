#include "report/histories.hpp"

#include "report/chunks.hpp"
#include "verdict/state_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace cb::report {

namespace {

constexpr std::string_view file_version = "cb report 1";

/// A history up to a commit, as it is saved.
struct SavedHistory {
    std::uint64_t last_commit = no_commit;
    double last_value = 0;
    std::vector<float> medians{};
};

/// All histories up to a commit, by their keys.
struct SavedHistories {
    std::uint64_t commits = 0;
    std::string digest{}; ///< of these commits and their jobs
    std::unordered_map<std::string, SavedHistory> histories{};
};

/// Nullopt if another version wrote the bytes. Throws Error{bad_input}.
std::optional<SavedHistories> read_saved(std::string_view bytes)
{
    verdict::StateReader reader{bytes};
    std::string version;
    reader(version);
    if (version != file_version) {
        return std::nullopt;
    }
    SavedHistories saved;
    std::uint64_t count = 0;
    reader(saved.commits, saved.digest, count);
    for (std::uint64_t i = 0; i < count; ++i) {
        std::string key;
        SavedHistory history;
        reader(key, history.last_commit, history.last_value, history.medians);
        history.medians.resize(saved.commits, std::numeric_limits<float>::quiet_NaN());
        saved.histories.emplace(std::move(key), std::move(history));
    }
    return saved;
}

/// Reads one branch.
class HistoriesReader {
public:
    HistoriesReader(const HistoriesRequest& request,
                    const std::optional<verdict::ChangesCache>& cache)
        : request_{request}, cache_{cache}, commits_{request.reader.commits().size()},
          name_{
              verdict::make_cache_name(request.repository, request.reader.branch(), request.filter)}
    {
        for (std::size_t i = 0; i < request.names.size(); ++i) {
            indexes_[request.names[i].series.id].push_back(i);
        }
        load();
        const auto complete = commits_ > 0 ? divide(0, commits_).back().first : 0;
        const bool is_whole = request.end == commits_;
        save_until_ = cache && is_whole && complete > saved_.commits ? complete : 0;
    }

    void read(const HistoryUse& use)
    {
        auto is_read = request_.is_wanted;
        std::fill(
            is_read.begin() + static_cast<std::ptrdiff_t>(saved_.commits), is_read.end(), true);
        request_.reader.for_each_spread(
            request_.filter.series,
            is_read,
            [&](const store::SeriesInfo& series, std::span<const store::JobSpread> spreads) {
                if (const auto its = indexes_.find(series.id); its != indexes_.end()) {
                    read_series(its->second, spreads, use);
                }
            });
    }

    void save(Log& log)
    {
        if (save_until_ == 0 || values_ < cache_->min_values()) {
            return;
        }
        const auto digest = verdict::digest_of(request_.reader, request_.contents, 0, save_until_);
        if (!digest) {
            return;
        }
        try {
            verdict::StateWriter file;
            file(std::string{file_version}, std::uint64_t{save_until_}, *digest, count_);
            cache_->save(name_, std::move(file.bytes()) + histories_.bytes());
        } catch (const std::exception& error) {
            log.debug(fmt::format("the cache is not written: {}", error.what()));
        }
    }

private:
    void load()
    {
        if (!cache_) {
            return;
        }
        try {
            const auto file = cache_->load(name_);
            auto saved = file ? read_saved(file->bytes()) : std::nullopt;
            if (saved && saved->commits <= request_.end &&
                verdict::digest_of(request_.reader, request_.contents, 0, saved->commits) ==
                    saved->digest) {
                saved_ = *std::move(saved);
            }
        } catch (const Error&) { // it is damaged
            saved_ = {};
        }
    }

    /// What is known of the history already.
    BranchHistory take_saved(const std::string& key)
    {
        BranchHistory history;
        if (const auto at = saved_.histories.find(key); at != saved_.histories.end()) {
            history.medians = std::move(at->second.medians);
            history.last_commit = at->second.last_commit;
            history.last_value = at->second.last_value;
            saved_.histories.erase(at);
        }
        history.medians.resize(commits_, std::numeric_limits<float>::quiet_NaN());
        return history;
    }

    void read_series(std::span<const std::size_t> indexes,
                     std::span<const store::JobSpread> spreads,
                     const HistoryUse& use)
    {
        for (const auto index : indexes) {
            const auto& name = request_.names[index];
            const auto key = verdict::make_history_key(name);
            auto history = take_saved(key);
            auto next = spreads.begin();
            for (; next != spreads.end() && next->commit < save_until_; ++next) {
                add(history, name.setting, *next);
            }
            if (save_until_ > 0) {
                save_history(key, history);
            }
            for (; next != spreads.end(); ++next) {
                add(history, name.setting, *next);
            }
            use(index, std::move(history));
        }
    }

    void add(BranchHistory& history, const verdict::Setting& setting, const store::JobSpread& one)
    {
        const auto& job = *request_.reader.jobs()[one.job].info;
        const auto& [worker, host_key, config] = setting;
        if (!std::isfinite(one.median) || job.worker != worker || job.host_key != host_key ||
            job.config != config) {
            return;
        }
        history.medians[one.commit] = static_cast<float>(one.median);
        if (one.commit < request_.end &&
            (history.last_commit == no_commit || history.last_commit <= one.commit)) {
            history.last_commit = one.commit;
            history.last_value = one.median;
        }
        if (request_.is_wanted[one.commit]) {
            history.spreads.push_back(one);
        }
    }

    void save_history(const std::string& key, const BranchHistory& history)
    {
        const std::vector<float> medians{history.medians.begin(),
                                         history.medians.begin() +
                                             static_cast<std::ptrdiff_t>(save_until_)};
        values_ += static_cast<std::uint64_t>(std::count_if(
            medians.begin(), medians.end(), [](float one) { return !std::isnan(one); }));
        histories_(key, std::uint64_t{history.last_commit}, history.last_value, medians);
        ++count_;
    }

    const HistoriesRequest& request_;
    const std::optional<verdict::ChangesCache>& cache_;
    std::size_t commits_;
    std::string name_;                                                     ///< in the cache
    std::unordered_map<std::int64_t, std::vector<std::size_t>> indexes_{}; ///< by series
    SavedHistories saved_{};
    std::size_t save_until_ = 0; ///< the commits before this one are saved; 0: nothing is
    verdict::StateWriter histories_{};
    std::uint64_t count_ = 0;  ///< of histories_
    std::uint64_t values_ = 0; ///< of histories_
};

} // namespace

void for_each_history(const HistoriesRequest& request,
                      const std::optional<verdict::ChangesCache>& cache,
                      Log& log,
                      const HistoryUse& use)
{
    HistoriesReader reader{request, cache};
    reader.read(use);
    reader.save(log);
}

} // namespace cb::report
