#include "store/baselines.hpp"

#include "store/batch_json.hpp"
#include "store/history_order.hpp"
#include "store/lookup.hpp"
#include "store/storable.hpp"
#include "store/stored_text.hpp"
#include "store/upgrade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace cb::store {

namespace {

/// The commits of a repository in the order of history.
class Commits {
public:
    Commits(db::Transaction& transaction, std::int64_t repository_id)
    {
        std::vector<CommitInfo> commits;
        std::vector<std::int64_t> ids;
        transaction.query("SELECT id, hash, parents, position, committed_at FROM git_commit "
                          "WHERE repository_id = $1 ORDER BY hash",
                          {repository_id},
                          [&](const db::Row& row) {
                              ids.push_back(row.integer(0));
                              commits.push_back({.hash = std::string{row.text(1)},
                                                 .parents = stored_names(row.maybe_text(2)),
                                                 .position = row.maybe_integer(3),
                                                 .committed_at = row.time(4),
                                                 .author = {},
                                                 .subject = {}});
                          });
        for (const auto at : history_order(commits)) {
            places_.emplace(ids[at], ids_.size());
            id_of_hash_.emplace(commits[at].hash, ids[at]);
            ids_.push_back(ids[at]);
        }
    }

    [[nodiscard]] std::size_t place_of(std::int64_t id) const { return places_.at(id); }
    [[nodiscard]] std::int64_t id_at(std::size_t place) const { return ids_.at(place); }
    [[nodiscard]] std::int64_t id_of(const std::string& hash) const
    {
        const auto at = id_of_hash_.find(hash);
        if (at == id_of_hash_.end()) {
            throw Error{Errc::usage,
                        fmt::format("the store has no commit {} of this repository", hash)};
        }
        return at->second;
    }

private:
    std::vector<std::int64_t> ids_{};
    std::unordered_map<std::int64_t, std::size_t> places_{};
    std::unordered_map<std::string, std::int64_t> id_of_hash_{};
};

} // namespace

Baselines::Baselines(const Target& target, db::Access access)
    : database_{open_upgraded(target, access)}
{}

std::vector<Baseline> Baselines::list(const std::string& repository)
{
    std::vector<Baseline> all;
    const auto transaction = database_->begin_read();
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        return all;
    }
    transaction->query("SELECT b.name, first.hash, last.hash, b.created_by, b.created_at, b.reason "
                       "FROM baseline b "
                       "JOIN git_commit AS first ON first.repository_id = b.repository_id "
                       "AND first.id = b.first_commit_id "
                       "JOIN git_commit AS last ON last.repository_id = b.repository_id "
                       "AND last.id = b.last_commit_id WHERE b.repository_id = $1",
                       {*id},
                       [&all](const db::Row& row) {
                           all.push_back({.name = std::string{row.text(0)},
                                          .first = std::string{row.text(1)},
                                          .last = std::string{row.text(2)},
                                          .created_by = std::string{row.text(3)},
                                          .created_at = row.time(4).value_or(Time{}),
                                          .reason = std::string{row.text(5)}});
                       });
    std::sort(all.begin(), all.end(), [](const Baseline& a, const Baseline& b) {
        return a.name < b.name;
    });
    return all;
}

void Baselines::pin(const std::string& repository, const Baseline& baseline)
{
    constexpr std::size_t max_name_bytes = 200;
    const auto name = storable(baseline.name);
    if (name.empty() || name.size() > max_name_bytes) {
        throw Error{
            Errc::usage,
            fmt::format("the name of a baseline has 1 to {} bytes; shorten it", max_name_bytes)};
    }
    const auto transaction = database_->begin_write();
    const auto repository_id = lock_repository(*transaction, repository);
    const Commits commits{*transaction, repository_id};
    const auto first = commits.id_of(baseline.first);
    const auto last = commits.id_of(baseline.last);
    if (commits.place_of(last) < commits.place_of(first)) {
        throw Error{Errc::usage,
                    fmt::format("{} comes before {} in the history; exchange them",
                                baseline.last,
                                baseline.first)};
    }
    transaction->run("DELETE FROM baseline WHERE repository_id = $1 AND name = $2",
                     {repository_id, name});
    transaction->run("INSERT INTO baseline (repository_id, name, first_commit_id, last_commit_id, "
                     "created_by, created_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                     {repository_id,
                      name,
                      first,
                      last,
                      storable(baseline.created_by),
                      baseline.created_at,
                      storable(baseline.reason)});
    transaction->commit();
}

void Baselines::unpin(const std::string& repository, const std::string& name)
{
    const auto transaction = database_->begin_write();
    const auto repository_id = lock_repository(*transaction, repository);
    if (transaction->run("DELETE FROM baseline WHERE repository_id = $1 AND name = $2",
                         {repository_id, storable(name)}) == 0) {
        throw Error{Errc::usage,
                    fmt::format("{} has no baseline {}; --pins lists them", repository, name)};
    }
    transaction->commit();
}

std::unordered_set<std::int64_t> pinned_commits(db::Transaction& transaction,
                                                std::int64_t repository_id)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    transaction.query(
        "SELECT first_commit_id, last_commit_id FROM baseline "
        "WHERE repository_id = $1",
        {repository_id},
        [&ranges](const db::Row& row) { ranges.emplace_back(row.integer(0), row.integer(1)); });
    std::unordered_set<std::int64_t> pinned;
    if (ranges.empty()) {
        return pinned;
    }
    const Commits commits{transaction, repository_id};
    for (const auto& [first, last] : ranges) {
        // The order can change when more of the history is stored, so either may come first.
        const auto [begin, end] = std::minmax({commits.place_of(first), commits.place_of(last)});
        for (auto place = begin; place <= end; ++place) {
            pinned.insert(commits.id_at(place));
        }
    }
    return pinned;
}

} // namespace cb::store
