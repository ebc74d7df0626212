#include "verdict/cached_medians.hpp"

#include "verdict/state_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace cb::verdict {

namespace {

constexpr std::string_view file_version = "cb medians 1";

/// Bounds the memory: 16 bytes a value. Where more are read, they are read each time.
constexpr std::uint64_t max_values = 8'000'000;

template <typename Archive> void transfer_series(Archive& archive, store::SeriesInfo& series)
{
    archive(series.id, series.benchmark, series.test, series.metric, series.unit, series.direction);
}

} // namespace

CachedMedians::CachedMedians(store::Queries& queries,
                             std::string repository,
                             std::optional<ChangesCache> cache)
    : queries_{queries}, repository_{std::move(repository)}, cache_{std::move(cache)}
{
    if (cache_) {
        for (auto& series : queries_.series(repository_)) {
            const auto id = series.id;
            series_.emplace(id, std::move(series));
        }
        contents_ = store::read_content_names(queries_, repository_);
        load();
    }
}

void CachedMedians::load()
{
    try {
        if (const auto file = cache_->load(repository_)) {
            known_ = read_file(file->bytes());
        }
    } catch (const Error&) { // it is damaged
        known_.clear();
    }
}

/// Nothing if another version wrote the file, or for another database, where the same ids are those
/// of other series. Throws Error{bad_input}.
CachedMedians::ById CachedMedians::read_file(std::string_view bytes) const
{
    StateReader reader{bytes};
    std::string version;
    reader(version);
    if (version != file_version) {
        return {};
    }
    std::uint64_t count = 0;
    reader(count);
    for (; count > 0; --count) {
        store::SeriesInfo series;
        transfer_series(reader, series);
        const auto at = series_.find(series.id);
        if (at == series_.end() || at->second != series) {
            return {};
        }
    }
    ById known;
    reader(count);
    for (; count > 0; --count) {
        std::int64_t id = 0;
        OfJob job;
        reader(id, job.content, job.series, job.medians);
        const auto content = contents_.find(id);
        if (content != contents_.end() && content->second == job.content &&
            job.series.size() == job.medians.size()) {
            known.emplace(id, std::move(job));
        }
    }
    return known;
}

void CachedMedians::for_each(std::span<const std::int64_t> jobs, const store::MedianUse& use)
{
    std::vector<std::int64_t> unknown;
    for (const auto id : jobs) {
        const auto at = known_.find(id);
        if (at == known_.end()) {
            unknown.push_back(id);
            continue;
        }
        auto& job = at->second;
        values_ += job.is_wanted ? 0 : job.medians.size();
        job.is_wanted = true;
        for (std::size_t i = 0; i < job.series.size(); ++i) {
            use(job.series[i], id, job.medians[i]);
        }
    }
    if (!unknown.empty()) {
        read_jobs(unknown, use);
    }
}

void CachedMedians::read_jobs(std::span<const std::int64_t> jobs, const store::MedianUse& use)
{
    if (!cache_) {
        store::for_each_median(queries_, repository_, jobs, use);
        return;
    }
    std::unordered_map<std::int64_t, OfJob> read;
    for (const auto id : jobs) {
        if (const auto content = contents_.find(id); content != contents_.end()) {
            read.emplace(id, OfJob{.content = content->second, .is_wanted = true});
        }
    }
    store::for_each_median(
        queries_, repository_, jobs, [&](std::int64_t series, std::int64_t job, double median) {
            use(series, job, median);
            const auto at = read.find(job);
            if (at != read.end() && values_ < max_values && series_.contains(series)) {
                at->second.series.push_back(series);
                at->second.medians.push_back(median);
                ++values_;
            }
        });
    if (values_ < max_values) { // otherwise some of the jobs are not complete
        has_news_ = has_news_ || !read.empty();
        known_.insert(std::make_move_iterator(read.begin()), std::make_move_iterator(read.end()));
    }
}

std::string CachedMedians::to_file() const
{
    std::set<std::int64_t> series;
    std::uint64_t count = 0;
    StateWriter jobs;
    for (const auto& [id, job] : known_) {
        if (job.is_wanted) {
            series.insert(job.series.begin(), job.series.end());
            jobs(id, job.content, job.series, job.medians);
            ++count;
        }
    }
    StateWriter file;
    file(std::string{file_version}, std::uint64_t{series.size()});
    for (const auto id : series) {
        auto info = series_.at(id);
        transfer_series(file, info);
    }
    file(count);
    return std::move(file.bytes()) + jobs.bytes();
}

void CachedMedians::save(Log& log)
{
    if (!has_news_ || values_ < cache_->min_values()) {
        return;
    }
    try {
        // Somebody may have stored or renamed something after the names of contents were read.
        if (store::read_content_names(queries_, repository_) == contents_) {
            cache_->save(repository_, to_file());
            has_news_ = false;
        }
    } catch (const std::exception& error) {
        log.debug(fmt::format("the cache is not written: {}", error.what()));
    }
}

} // namespace cb::verdict
