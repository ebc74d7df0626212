#include "store/history_map.hpp"

#include "db/dialect.hpp"
#include "store/batch_json.hpp"
#include "store/branches.hpp"
#include "store/history_order.hpp"
#include "store/queries_sql.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cb::store {

namespace {

/// The places of the commits within the filter's range and time.
std::vector<std::size_t> places_in_range(std::span<const CommitInfo> commits,
                                         const HistoryFilter& filter)
{
    const auto place_of = [&commits](const std::string& hash) {
        const auto at = std::find_if(commits.begin(), commits.end(), [&](const CommitInfo& commit) {
            return commit.hash == hash;
        });
        return static_cast<std::size_t>(at - commits.begin());
    };
    std::size_t begin = 0;
    auto end = commits.size();
    if (filter.last) {
        const auto last = place_of(*filter.last);
        end = last == commits.size() ? 0 : last + 1;
    }
    if (filter.first) {
        const auto first = place_of(*filter.first);
        begin = first == commits.size() ? 0 : first + 1;
    }
    std::vector<std::size_t> places;
    for (auto i = begin; i < end; ++i) {
        const auto& at = commits[i].committed_at;
        if (!filter.since || (at && *at >= *filter.since)) {
            places.push_back(i);
        }
    }
    return places;
}

} // namespace

HistoryMap::HistoryMap(db::Transaction& transaction,
                       std::int64_t repository_id,
                       const HistoryFilter& filter,
                       std::optional<std::int64_t> series_id)
    : repository_id_{repository_id}
{
    read_commits(transaction);
    keep_selected(transaction, filter);
    place_jobs(transaction, filter, series_id);
}

/// All of the repository, in the order of history.
void HistoryMap::read_commits(db::Transaction& transaction)
{
    transaction.query(sql::commits_of_repository, {repository_id_}, [this](const db::Row& row) {
        commit_ids_.push_back(row.integer(0));
        commits_.push_back({.hash = std::string{row.text(1)},
                            .parents = stored_hashes(row.text(2)),
                            .position = row.maybe_integer(3),
                            .committed_at = row.time(4),
                            .author = {},
                            .subject = {}});
    });
    keep(history_order(commits_));
}

/// Keeps the commits at these places, in this order.
void HistoryMap::keep(std::span<const std::size_t> places)
{
    std::vector<CommitInfo> commits;
    std::vector<std::int64_t> ids;
    commits.reserve(places.size());
    ids.reserve(places.size());
    for (const auto place : places) {
        commits.push_back(std::move(commits_[place]));
        ids.push_back(commit_ids_[place]);
    }
    commits_ = std::move(commits);
    commit_ids_ = std::move(ids);
}

void HistoryMap::keep_selected(db::Transaction& transaction, const HistoryFilter& filter)
{
    if (filter.branch) {
        for (std::size_t i = 0; i < commit_ids_.size(); ++i) {
            places_.emplace(commit_ids_[i], i);
        }
        std::vector<BranchNames> names(commits_.size());
        transaction.query(
            sql::commits_of_branch, {repository_id_, *filter.branch}, [&](const db::Row& row) {
                if (const auto place = place_of_commit(row.integer(0))) {
                    names[*place].insert(*filter.branch);
                }
            });
        keep(commits_of_branch(commits_, names, *filter.branch));
        places_.clear();
    }
    if (filter.first || filter.last || filter.since) {
        keep(places_in_range(commits_, filter));
    }
    for (std::size_t i = 0; i < commit_ids_.size(); ++i) {
        places_.emplace(commit_ids_[i], i);
    }
}

void HistoryMap::place_jobs(db::Transaction& transaction,
                            const HistoryFilter& filter,
                            std::optional<std::int64_t> series_id)
{
    std::vector<std::pair<std::size_t, std::int64_t>> placed;
    const auto use = [&](const db::Row& row) {
        const auto place = place_of_commit(row.integer(1));
        if (place && (!filter.worker || row.text(2) == *filter.worker)) {
            placed.emplace_back(*place, row.integer(0));
        }
    };
    if (series_id) {
        transaction.query(sql::jobs_of_series, {repository_id_, *series_id}, use);
    } else {
        transaction.query(sql::jobs_of_repository, {repository_id_}, use);
    }
    std::sort(placed.begin(), placed.end());
    for (const auto& [place, id] : placed) {
        job_ids_.push_back(id);
        jobs_.emplace(id, place);
    }
}

std::optional<std::size_t> HistoryMap::place_of_commit(std::int64_t commit_id) const
{
    const auto at = places_.find(commit_id);
    return at == places_.end() ? std::nullopt : std::optional{at->second};
}

std::optional<std::size_t> HistoryMap::place_of(std::int64_t job_id) const
{
    const auto at = jobs_.find(job_id);
    return at == jobs_.end() ? std::nullopt : std::optional{at->second};
}

std::vector<CommitInfo> HistoryMap::take_commits(db::Transaction& transaction, db::Backend backend)
{
    transaction.query(
        fmt::format(fmt::runtime(sql::texts_of_commits), db::records_of_json(backend, sql::ids)),
        {ids_json(commit_ids_), repository_id_},
        [this](const db::Row& row) {
            auto& commit = commits_[places_.at(row.integer(0))];
            commit.author = row.maybe_text(1);
            commit.subject = row.maybe_text(2);
            commit.perf_expected = stored_names(row.maybe_text(3));
        });
    return std::move(commits_);
}

} // namespace cb::store
