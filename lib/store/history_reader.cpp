#include "store/history_reader.hpp"

#include "db/dialect.hpp"
#include "store/aliases.hpp"
#include "store/batch_json.hpp"
#include "store/branches.hpp"
#include "store/history_map.hpp"
#include "store/history_order.hpp"
#include "store/job_infos.hpp"
#include "store/job_rows.hpp"
#include "store/lookup.hpp"
#include "store/queries_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

namespace cb::store {

namespace {

/// Bounds the memory of a batch: 24 bytes per series and job.
constexpr std::size_t series_per_query = 128;

std::vector<BranchNames> branches_of(std::size_t commits, std::span<const HistoryReader::Job> jobs)
{
    std::vector<BranchNames> names(commits);
    for (const auto& job : jobs) {
        if (job.info->branch) {
            names[job.commit].insert(*job.info->branch);
        }
    }
    return names;
}

} // namespace

HistoryReader::HistoryReader(db::Database& database,
                             const std::string& repository,
                             const std::optional<std::string>& branch)
    : database_{database}
{
    const auto transaction = database_.begin_read();
    repository_id_ = find_repository(*transaction, repository);
    if (!repository_id_) {
        return;
    }
    HistoryMap map{*transaction, *repository_id_, {}};
    JobInfos infos{*repository_id_};
    infos.read(*transaction, database_.backend(), map.job_ids());
    for (const auto id : map.job_ids()) {
        jobs_.push_back({*map.place_of(id), infos.find(id)});
    }
    std::sort(jobs_.begin(), jobs_.end(), [](const Job& a, const Job& b) {
        return std::tie(a.commit, a.info->job) < std::tie(b.commit, b.info->job);
    });
    commits_ = map.take_commits(*transaction, database_.backend());
    const auto names = branches_of(commits_.size(), jobs_);
    const auto choice = choose_branch(repository, names, branch);
    branch_ = choice.label;
    if (choice.filter) {
        keep_commits(commits_of_branch(commits_, names, *choice.filter));
    }
    std::vector<bool> may_be_head(commits_.size(), choice.label == std::nullopt);
    for (const auto& job : jobs_) {
        if (job.info->branch) {
            may_be_head[job.commit] = true;
        }
    }
    is_on_line_ = find_line(commits_, may_be_head);
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
        job_of_id_.emplace(jobs_[i].info->id, i);
    }
}

void HistoryReader::keep_commits(std::span<const std::size_t> kept)
{
    constexpr auto outside = static_cast<std::size_t>(-1);
    std::vector<std::size_t> place_of(commits_.size(), outside);
    std::vector<CommitInfo> commits;
    for (const auto at : kept) {
        place_of[at] = commits.size();
        commits.push_back(std::move(commits_[at]));
    }
    commits_ = std::move(commits);
    for (auto& job : jobs_) {
        job.commit = place_of[job.commit];
    }
    std::erase_if(jobs_, [](const Job& job) { return job.commit == outside; });
}

template <typename Item, typename Make>
void HistoryReader::for_each_item(
    const char* statement,
    const SeriesFilter& filter,
    const Make& make,
    const std::function<void(const SeriesInfo&, std::span<const Item>)>& use)
{
    if (!repository_id_) {
        return;
    }
    auto transaction = database_.begin_read();
    const Aliases aliases{*transaction, *repository_id_};
    const auto all = list_series(*transaction, *repository_id_, filter, aliases);
    transaction.reset();
    for (std::span<const SeriesInfo> rest{all}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), series_per_query));
        std::vector<std::int64_t> ids;
        for (const auto& one : some) {
            ids.push_back(one.id);
        }
        std::unordered_map<std::int64_t, std::vector<Item>> items;
        database_.begin_read()->query(
            fmt::format(fmt::runtime(statement),
                        db::records_of_json(database_.backend(), sql::ids)),
            {ids_json(aliases.with_sources(ids)), *repository_id_},
            [&](const db::Row& row) {
                const auto job = job_of_id_.find(row.integer(1));
                if (job != job_of_id_.end() && jobs_[job->second].info->is_measured()) {
                    items[row.integer(0)].push_back(make(row, job->second));
                }
            });
        aliases.merge(items, [](const Item& item) { return item.job; });
        for (const auto& series : some) {
            auto& its = items[series.id];
            std::sort(
                its.begin(), its.end(), [](const Item& a, const Item& b) { return a.job < b.job; });
            use(series, its);
        }
        rest = rest.subspan(some.size());
    }
}

void HistoryReader::for_each_series(const SeriesFilter& filter, const MediansOfSeries& use)
{
    for_each_item<JobMedian>(
        sql::medians,
        filter,
        [this](const db::Row& row, std::size_t job) {
            return JobMedian{job, jobs_[job].commit, row.real(2)};
        },
        use);
}

JobSpread HistoryReader::spread_of(const db::Row& row, std::size_t job) const
{
    return {.job = job,
            .commit = jobs_[job].commit,
            .median = row.real(2),
            .min = row.maybe_real(3),
            .q1 = row.maybe_real(4),
            .q3 = row.maybe_real(5),
            .max = row.maybe_real(6)};
}

void HistoryReader::for_each_spread(const SeriesFilter& filter, const SpreadsOfSeries& use)
{
    for_each_item<JobSpread>(
        sql::spreads,
        filter,
        [this](const db::Row& row, std::size_t job) { return spread_of(row, job); },
        use);
}

void HistoryReader::for_each_spread(const SeriesFilter& filter,
                                    const std::vector<bool>& is_wanted,
                                    const SpreadsOfSeries& use)
{
    // Going through whole series is faster per row, and needs less memory, than looking up jobs.
    constexpr std::size_t faster = 4;
    constexpr std::size_t max_rows = 2'000'000;
    if (!repository_id_) {
        return;
    }
    std::vector<std::int64_t> ids;
    for (const auto& job : jobs_) {
        if (is_wanted[job.commit] && job.info->is_measured()) {
            ids.push_back(job.info->id);
        }
    }
    auto transaction = database_.begin_read();
    const Aliases aliases{*transaction, *repository_id_};
    const auto all = list_series(*transaction, *repository_id_, filter, aliases);
    transaction.reset();
    if (ids.size() * faster >= jobs_.size() || ids.size() * all.size() > max_rows) {
        for_each_spread(filter, [&](const SeriesInfo& series, std::span<const JobSpread> spreads) {
            std::vector<JobSpread> some;
            std::copy_if(spreads.begin(),
                         spreads.end(),
                         std::back_inserter(some),
                         [&](const JobSpread& one) { return is_wanted[one.commit]; });
            use(series, some);
        });
        return;
    }
    auto spreads = read_spreads(ids);
    aliases.merge(spreads, [](const JobSpread& spread) { return spread.job; });
    for (const auto& series : all) {
        auto& its = spreads[series.id];
        std::sort(its.begin(), its.end(), [](const JobSpread& a, const JobSpread& b) {
            return a.job < b.job;
        });
        use(series, its);
    }
}

std::unordered_map<std::int64_t, std::vector<JobSpread>>
HistoryReader::read_spreads(std::span<const std::int64_t> job_ids)
{
    std::unordered_map<std::int64_t, std::vector<JobSpread>> spreads;
    for_each_row_of_jobs(
        database_, *repository_id_, job_ids, sql::spreads_of_jobs, [&](const db::Row& row) {
            spreads[row.integer(0)].push_back(spread_of(row, job_of_id_.at(row.integer(1))));
        });
    return spreads;
}

HistoryReader Queries::read_history(const std::string& repository,
                                    const std::optional<std::string>& branch)
{
    return HistoryReader{*database_, repository, branch};
}

} // namespace cb::store
