#include "store/database_store.hpp"

#include "db/dialect.hpp"
#include "store/alias_records.hpp"
#include "store/analyze.hpp"
#include "store/batch.hpp"
#include "store/lookup.hpp"
#include "store/samples.hpp"
#include "store/stored_jobs.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace cb::store {

namespace {

KnownJob known_job(const db::Row& row)
{
    return {.work = stored_job(row.text(0)),
            .status = stored_word<Status>(row.text(1)),
            .fault = stored_fault(row.maybe_text(2)),
            .reason = row.maybe_text(3).value_or(""),
            .tries = static_cast<std::uint64_t>(row.integer(4)),
            .last_try = row.time(5).value_or(Time{})};
}

/// Bounds the memory of a long stream of many repositories: about 150 bytes each.
constexpr std::size_t max_kept_series = 32'768;

std::size_t count_series(const SeriesByRepository& series)
{
    return std::accumulate(
        series.begin(), series.end(), std::size_t{0}, [](std::size_t sum, const auto& its) {
            return sum + its.second.size();
        });
}

} // namespace

std::vector<Put> DatabaseStore::put_batch(std::span<const Manifest* const> manifests)
{
    if (count_series(series_) > max_kept_series) {
        series_.clear(); // a batch looks up those that it needs
    }
    try {
        const auto transaction = database_->begin_write();
        Batch batch{*transaction, database_->backend(), series_};
        auto puts = batch.store(manifests);
        if (std::any_of(
                puts.begin(), puts.end(), [](Put put) { return put != Put::already_there; })) {
            transaction->announce_change();
        }
        transaction->commit();
        added_measurements_ += batch.measurements();
        return puts;
    } catch (...) {
        series_.clear(); // some may have been rolled back
        throw;
    }
}

std::vector<KnownJob> DatabaseStore::known(std::span<const JobId> works)
{
    std::vector<KnownJob> found;
    database_->begin_read()->query(
        fmt::format("WITH asked AS (SELECT value AS work FROM {}), answer AS ("
                    "SELECT asked.work, job.job FROM asked JOIN job ON job.work = asked.work "
                    "UNION SELECT asked.work, job.job FROM asked JOIN job ON job.job = asked.work) "
                    "SELECT answer.work, job.status, job.fault, job.failure_reason, "
                    "CASE job.status WHEN 'failed' THEN (SELECT count(*) FROM job AS try "
                    "WHERE try.job = job.job AND try.fault = job.fault) ELSE 0 END, "
                    "CASE job.status WHEN 'failed' THEN (SELECT max(try.stored_at) FROM job AS try "
                    "WHERE try.job = job.job) ELSE job.stored_at END "
                    "FROM answer JOIN job ON job.job = answer.job WHERE job.is_current "
                    "ORDER BY answer.work, job.job",
                    db::texts_of_json(database_->backend(), "asked")),
        {names_json(works)},
        [&found](const db::Row& row) { found.push_back(known_job(row)); });
    return found;
}

std::optional<Time>
DatabaseStore::find_last_pass(const std::string& repository, const std::string& config, Time after)
{
    std::optional<Time> last;
    const auto transaction = database_->begin_read();
    if (const auto id = find_repository(*transaction, repository)) {
        // What was asked for later was also stored later, and there is an index for that.
        transaction->query(
            "SELECT max(asked_at) FROM job WHERE repository_id = $1 AND stored_at > $2 "
            "AND asked_at > $2 AND config_name = $3 AND (fault IS NULL OR fault <> 'machine')",
            {*id, after, config},
            [&last](const db::Row& row) { last = row.time(0); });
    }
    return last;
}

void DatabaseStore::for_each_sample(const std::function<void(const Sample&)>& use)
{
    const auto jobs = jobs_in_order(*database_);
    read_jobs(
        *database_, jobs, {}, [&use](const StoredJob& job) { store::for_each_sample(job, use); });
}

std::uint64_t DatabaseStore::put_aliases(std::span<const AliasRecord> aliases, Log& log)
{
    const auto transaction = database_->begin_write();
    const auto added = put_alias_records(*transaction, database_->backend(), aliases, log);
    transaction->commit();
    return added;
}

void DatabaseStore::update_statistics()
{
    analyze_if_grown(*database_, std::exchange(added_measurements_, 0));
}

} // namespace cb::store
