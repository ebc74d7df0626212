#include "store/claims.hpp"

#include "db/dialect.hpp"
#include "json/writer.hpp"
#include "store/lookup.hpp"
#include "store/sql.hpp"
#include "store/storable.hpp"
#include "store/upgrade.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace cb::store {

namespace {

constexpr auto wish_columns =
    "digest text, name text, work text, commit_hash text, config_name text";

std::string wishes_json(std::span<const ClaimableJob> jobs)
{
    JsonWriter json;
    json.begin_array();
    for (const auto& job : jobs) {
        json.begin_object()
            .member("digest", repository_digest(job.repository))
            .member("name", storable(job.repository))
            .member("work", job.work.text())
            .member("commit_hash", job.commit ? std::optional{job.commit->hex()} : std::nullopt)
            .member("config_name", storable(job.config))
            .end_object();
    }
    json.end_array();
    return json.take();
}

/// A stored claim of a job that is to be claimed.
struct Rival {
    std::string work, pass;
    bool is_over = false; ///< anybody may take the job
};

std::vector<Rival> find_rivals(db::Transaction& transaction,
                               db::Backend backend,
                               const std::string& wishes,
                               const IsGone& is_gone)
{
    std::vector<Rival> rivals;
    transaction.query(
        fmt::format("SELECT c.work, c.pass, c.holder, c.lease_ends_at < {} FROM {} "
                    "JOIN repository r ON r.digest = x.digest "
                    "JOIN claim c ON c.repository_id = r.id AND c.work = x.work",
                    db::current_time(backend),
                    db::records_of_json(backend, wish_columns)),
        {wishes},
        [&](const db::Row& row) {
            const bool is_over = row.truth(3) || is_gone(row.text(2));
            rivals.push_back({std::string{row.text(0)}, std::string{row.text(1)}, is_over});
        });
    return rivals;
}

/// Deletes the claims of these jobs that one of these passes holds.
void delete_claims(db::Transaction& transaction,
                   db::Backend backend,
                   const std::string& wishes,
                   const std::set<std::string>& passes)
{
    for (const auto& pass : passes) {
        transaction.run(
            fmt::format("DELETE FROM claim WHERE pass = $2 AND (repository_id, work) IN "
                        "(SELECT r.id, x.work FROM {} JOIN repository r ON r.digest = x.digest)",
                        db::records_of_json(backend, wish_columns)),
            {wishes, pass});
    }
}

/// In the order of the keys, so that two passes that claim the same jobs cannot deadlock.
/// \pre the claims that are over are deleted
std::vector<std::string> insert_claims(db::Transaction& transaction,
                                       db::Backend backend,
                                       const std::string& wishes,
                                       const Claimant& claimant)
{
    std::vector<std::string> taken;
    transaction.query(
        fmt::format("INSERT INTO claim (repository_id, work, commit_hash, config_name, pass, "
                    "worker, holder, claimed_at, lease_ends_at) "
                    "SELECT r.id, x.work, x.commit_hash, x.config_name, $2, $3, $4, {}, {} FROM {} "
                    "JOIN repository r ON r.digest = x.digest WHERE true "
                    "ORDER BY r.id, x.work ON CONFLICT DO NOTHING RETURNING work",
                    db::current_time(backend),
                    db::time_after(backend, "$5"),
                    db::records_of_json(backend, wish_columns)),
        {wishes,
         claimant.pass,
         storable(claimant.worker),
         claimant.holder,
         std::chrono::duration<double>{claimant.lease}.count()},
        [&taken](const db::Row& row) { taken.emplace_back(row.text(0)); });
    return taken;
}

} // namespace

std::vector<std::string>
Claims::held(std::span<const ClaimableJob> jobs, std::string_view pass, const IsGone& is_gone)
{
    std::vector<std::string> works;
    for (auto& rival :
         find_rivals(*database_->begin_read(), database_->backend(), wishes_json(jobs), is_gone)) {
        if (!rival.is_over && rival.pass != pass) {
            works.push_back(std::move(rival.work));
        }
    }
    return works;
}

// Of two passes that find the same claim to be over, the second one waits for the first one's
// transaction, deletes nothing because the pass of the row has changed, and inserts nothing.
std::vector<std::string>
Claims::take(std::span<const ClaimableJob> jobs, const Claimant& claimant, const IsGone& is_gone)
{
    const auto backend = database_->backend();
    const auto wishes = wishes_json(jobs);
    const auto transaction = database_->begin_write();
    transaction->run(to_sql(sql::insert_repositories, backend), {wishes});
    std::set<std::string> ended;
    for (const auto& rival : find_rivals(*transaction, backend, wishes, is_gone)) {
        if (rival.is_over) {
            ended.insert(rival.pass);
        }
    }
    delete_claims(*transaction, backend, wishes, ended);
    auto taken = insert_claims(*transaction, backend, wishes, claimant);
    transaction->commit();
    return taken;
}

std::int64_t Claims::renew(const Claimant& claimant)
{
    const auto transaction = database_->begin_write();
    const auto count = transaction->run(
        fmt::format("UPDATE claim SET lease_ends_at = {}, holder = $1 "
                    "WHERE pass = $2",
                    db::time_after(database_->backend(), "$3")),
        {claimant.holder, claimant.pass, std::chrono::duration<double>{claimant.lease}.count()});
    transaction->commit();
    return count;
}

std::int64_t Claims::release(std::string_view pass)
{
    const auto transaction = database_->begin_write();
    const auto count = transaction->run("DELETE FROM claim WHERE pass = $1", {pass});
    transaction->commit();
    return count;
}

std::int64_t Claims::release_worker(std::string_view worker)
{
    const auto transaction = database_->begin_write();
    const auto count = transaction->run("DELETE FROM claim WHERE worker = $1", {storable(worker)});
    transaction->commit();
    return count;
}

void Claims::release(std::span<const ClaimableJob> jobs, std::string_view pass)
{
    const auto transaction = database_->begin_write();
    delete_claims(*transaction, database_->backend(), wishes_json(jobs), {std::string{pass}});
    transaction->commit();
}

std::vector<Claim> Claims::list()
{
    std::vector<Claim> claims;
    database_->begin_read()->query(
        fmt::format("SELECT r.name, c.work, c.pass, c.worker, c.config_name, c.holder, "
                    "c.commit_hash, c.claimed_at, c.lease_ends_at, c.lease_ends_at < {} "
                    "FROM claim c JOIN repository r ON r.id = c.repository_id "
                    "ORDER BY r.name, c.claimed_at, c.work",
                    db::current_time(database_->backend())),
        {},
        [&claims](const db::Row& row) {
            claims.push_back({.repository = std::string{row.text(0)},
                              .work = std::string{row.text(1)},
                              .pass = std::string{row.text(2)},
                              .worker = std::string{row.text(3)},
                              .config = std::string{row.text(4)},
                              .holder = std::string{row.text(5)},
                              .commit = row.maybe_text(6),
                              .claimed_at = row.time(7).value_or(Time{}),
                              .lease_ends_at = row.time(8).value_or(Time{}),
                              .is_over = row.truth(9)});
        });
    return claims;
}

Claims open_claims(const Target& target, db::Access access)
{
    return Claims{open_upgraded(target, access)};
}

} // namespace cb::store
