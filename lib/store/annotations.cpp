#include "store/annotations.hpp"

#include "base/utf8.hpp"
#include "store/aliases.hpp"
#include "store/database_store.hpp"
#include "store/lookup.hpp"
#include "store/queries.hpp"
#include "store/storable.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

constexpr const char* annotations_of_repository =
    "SELECT a.kind, a.series_id, c.hash, t.hash, a.created_by, a.created_at, a.reason "
    "FROM annotation a "
    "JOIN git_commit c ON c.repository_id = a.repository_id AND c.id = a.commit_id "
    "LEFT JOIN git_commit t ON t.repository_id = a.repository_id AND t.id = a.target_commit_id "
    "WHERE a.repository_id = $1 ORDER BY a.created_at, a.id";

constexpr const char* insert_annotation =
    "INSERT INTO annotation (repository_id, kind, series_id, commit_id, target_commit_id, "
    "created_by, created_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// The id of the commit's row. Throws Error{usage} if it is not stored.
std::int64_t
find_commit_id(db::Transaction& transaction, std::int64_t repository_id, const std::string& hash)
{
    std::optional<std::int64_t> id;
    transaction.query("SELECT id FROM git_commit WHERE repository_id = $1 AND hash = $2",
                      {repository_id, hash},
                      [&id](const db::Row& row) { id = row.integer(0); });
    if (!id) {
        throw Error{Errc::usage, fmt::format("the store has no commit {}", quote(hash))};
    }
    return *id;
}

} // namespace

std::vector<Annotation> Queries::annotations(const std::string& repository)
{
    std::vector<Annotation> all;
    const auto transaction = database_->begin_read();
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        return all;
    }
    const Aliases aliases{*transaction, *id};
    transaction->query(annotations_of_repository, {*id}, [&](const db::Row& row) {
        const auto series_id = row.maybe_integer(1);
        all.push_back(
            {.kind = stored_word<Annotation::Kind>(row.text(0)),
             .series_id = series_id ? std::optional{aliases.target_of(*series_id)} : std::nullopt,
             .commit = std::string{row.text(2)},
             .target = row.maybe_text(3),
             .by = std::string{row.text(4)},
             .at = row.time(5).value_or(Time{}),
             .reason = std::string{row.text(6)}});
    });
    return all;
}

void DatabaseStore::annotate(const std::string& repository, std::span<const Annotation> annotations)
{
    const auto transaction = database_->begin_write();
    const auto id = find_repository(*transaction, repository);
    if (!id) {
        throw Error{Errc::usage, fmt::format("the store has no repository {}", quote(repository))};
    }
    for (const auto& each : annotations) {
        const auto commit = find_commit_id(*transaction, *id, each.commit);
        const auto target = each.target
                                ? std::optional{find_commit_id(*transaction, *id, *each.target)}
                                : std::nullopt;
        transaction->run(insert_annotation,
                         {*id,
                          to_word(each.kind),
                          each.series_id,
                          commit,
                          target,
                          storable(each.by),
                          each.at,
                          storable(each.reason)});
    }
    transaction->announce_change();
    transaction->commit();
}

} // namespace cb::store
