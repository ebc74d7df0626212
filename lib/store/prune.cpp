#include "store/prune.hpp"

#include "base/collect.hpp"
#include "base/hash.hpp"
#include "base/progress.hpp"
#include "db/dialect.hpp"
#include "json/writer.hpp"
#include "store/baselines.hpp"
#include "store/batch_json.hpp"
#include "store/lookup.hpp"
#include "store/prune_plan.hpp"
#include "store/upgrade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <span>
#include <string_view>

namespace cb::store {

namespace {

using Batch = std::span<const Condemned>;

/// The longest part of the runs that one transaction prunes.
Batch first_batch(Batch runs)
{
    constexpr std::uint64_t max_measurements = 5000;
    constexpr std::size_t max_runs = 256;
    std::size_t count = 0;
    std::uint64_t measurements = 0;
    while (count < std::min(runs.size(), max_runs)) {
        measurements += runs[count].measurements;
        if (count > 0 && measurements > max_measurements) {
            break;
        }
        ++count;
    }
    return runs.first(count);
}

/// The runs at the start that are of one month.
Batch first_month(Batch runs)
{
    const auto month = month_of(runs.front().run.at);
    const auto end = std::find_if(runs.begin(), runs.end(), [&month](const Condemned& one) {
        return month_of(one.run.at) != month;
    });
    return runs.first(static_cast<std::size_t>(end - runs.begin()));
}

/// Prunes one repository.
class RepositoryPruner {
public:
    RepositoryPruner(db::Database& database,
                     const PruneRequest& request,
                     std::string repository,
                     Log& log)
        : database_{database}, request_{request}, log_{log}, pruned_{.repository =
                                                                         std::move(repository)}
    {
        const auto transaction = database_.begin_read();
        const auto id = find_repository(*transaction, pruned_.repository);
        if (!id) {
            throw Error{Errc::usage,
                        fmt::format("the store has no repository {}", pruned_.repository)};
        }
        id_ = *id;
    }

    Pruned preview()
    {
        for (const auto& one : plan().runs) {
            count(one);
        }
        return pruned_;
    }

    Pruned prune()
    {
        const auto planned = plan();
        Progress progress{log_,
                          {.verb = "pruning " + pruned_.repository,
                           .singular = "run",
                           .total = planned.runs.size()}};
        const double steps = request_.archive ? 2 : 1; // of each run
        double steps_done = 0;
        const auto finish_step = [&](Batch of) {
            steps_done += static_cast<double>(of.size());
            progress.set_share(steps_done / (steps * static_cast<double>(planned.runs.size())));
        };
        for (Batch rest{planned.runs}; !rest.empty();) {
            const auto month = first_month(rest);
            if (request_.archive) {
                archive(month);
                finish_step(month);
            }
            for (auto left = month; !left.empty();) {
                const auto some = first_batch(left);
                const auto start = std::chrono::steady_clock::now();
                prune_batch(some);
                finish_step(some);
                progress.advance(some.size());
                pause_since(start);
                left = left.subspan(some.size());
            }
            rest = rest.subspan(month.size());
        }
        return pruned_;
    }

private:
    PrunePlan plan()
    {
        const Progress progress{log_, {.verb = "finding what goes from " + pruned_.repository}};
        const auto pinned = pinned_commits(*database_.begin_read(), id_);
        auto planned = plan_of(database_, id_, request_.limits, pinned);
        pruned_.pinned = planned.pinned;
        return planned;
    }

    void count(const Condemned& one)
    {
        const auto add = [](Pruned::Part& part, bool goes, std::uint64_t bytes) {
            part.runs += goes ? 1 : 0;
            part.bytes += goes ? bytes : 0;
        };
        add(pruned_.samples, one.loses_samples, one.sample_bytes);
        add(pruned_.logs, one.loses_log, one.log_bytes);
        add(pruned_.jobs, one.loses_all, one.all_bytes);
    }

    void archive(Batch month)
    {
        std::vector<DatedRun> measured;
        std::vector<DatedRun> described;
        for (const auto& one : month) {
            if (one.loses_samples || one.loses_all) {
                measured.push_back(one.run);
            }
            if (one.loses_log || one.loses_all) {
                described.push_back(one.run);
            }
        }
        // A new name each time: what an earlier call has archived stays.
        const auto name =
            fmt::format("{}-{}.parquet", month_of(month.front().run.at), random_hex(4));
        const auto directory = *request_.archive / directory_of(pruned_.repository);
        const auto write = [&](std::span<const DatedRun> runs, RowKind kind, const auto& path) {
            write_parquet_file(database_, id_, runs, kind, path, request_.cb_version);
        };
        write(measured, RowKind::measurement, directory / name);
        write(described, RowKind::job, directory / "jobs" / name);
    }

    void prune_batch(Batch batch)
    {
        const auto transaction = database_.begin_write();
        transaction->lock(
            texts_json(std::vector<std::string_view>{repository_digest(pruned_.repository)}));
        const auto unchanged = unchanged_of(*transaction, batch);
        retire_samples(*transaction, ids_of(unchanged, &Condemned::loses_samples));
        delete_from(*transaction, "log", ids_of(unchanged, &Condemned::loses_log));
        delete_results(*transaction, ids_of(unchanged, &Condemned::loses_all));
        transaction->announce_change();
        transaction->commit();
        for (const auto* const one : unchanged) {
            count(*one);
        }
    }

    /// Those of the batch that are still as planned: not replaced by another reading, and not
    /// pinned meanwhile.
    std::vector<const Condemned*> unchanged_of(db::Transaction& transaction, Batch batch)
    {
        const auto pinned = pinned_commits(transaction, id_);
        std::map<std::int64_t, const Condemned*> by_id;
        for (const auto& one : batch) {
            by_id.emplace(one.run.id, &one);
        }
        std::vector<const Condemned*> unchanged;
        transaction.query(
            fmt::format(
                "SELECT job.id, job.job, job.reading, job.commit_id FROM {} "
                "JOIN job ON job.repository_id = x.repository_id AND job.id = x.id "
                "ORDER BY job.id",
                db::records_of_json(database_.backend(), "repository_id bigint, id bigint")),
            {json_of(batch)},
            [&](const db::Row& row) {
                const auto* const one = by_id.at(row.integer(0));
                const bool is_pinned = !row.is_null(3) && pinned.contains(row.integer(3));
                if (!is_pinned && row.text(1) == one->job && row.text(2) == one->reading) {
                    unchanged.push_back(one);
                }
            });
        return unchanged;
    }

    [[nodiscard]] std::string json_of(Batch batch) const
    {
        std::vector<RowId> ids;
        for (const auto& one : batch) {
            ids.push_back({id_, one.run.id});
        }
        return ids_json(ids);
    }

    [[nodiscard]] std::string ids_of(std::span<const Condemned* const> runs,
                                     bool Condemned::*loses) const
    {
        std::vector<RowId> ids;
        for (const auto* const one : runs) {
            if (one->*loses) {
                ids.push_back({id_, one->run.id});
            }
        }
        return ids_json(ids);
    }

    /// "(SELECT id …)" of the ids in $1. Statements compare it with one column: SQLite 3.40 does
    /// not use an index for (repository_id, id) IN ….
    [[nodiscard]] std::string chosen() const
    {
        return fmt::format("(SELECT id FROM {})",
                           db::records_of_json(database_.backend(), "id bigint"));
    }

    void delete_from(db::Transaction& transaction, const char* table, const std::string& ids)
    {
        if (ids != "[]") {
            transaction.run(fmt::format("DELETE FROM {} WHERE repository_id = $2 AND job_id IN {}",
                                        table,
                                        chosen()),
                            {ids, id_});
        }
    }

    void retire_samples(db::Transaction& transaction, const std::string& ids)
    {
        if (ids != "[]") {
            transaction.run(fmt::format("UPDATE measurement SET samples = NULL "
                                        "WHERE repository_id = $2 AND job_id IN {} "
                                        "AND samples IS NOT NULL",
                                        chosen()),
                            {ids, id_});
            transaction.run(fmt::format("UPDATE job SET samples_retired_at = $3 "
                                        "WHERE repository_id = $2 AND id IN {}",
                                        chosen()),
                            {ids, id_, now()});
        }
    }

    void delete_results(db::Transaction& transaction, const std::string& ids)
    {
        for (const auto* const table : {"measurement", "rejected", "log"}) {
            delete_from(transaction, table, ids);
        }
        if (ids != "[]") {
            transaction.run(fmt::format("UPDATE job SET pruned_at = $3, source = '{{}}', "
                                        "config = '{{}}', build = NULL, run = NULL, "
                                        "unknown_members = NULL "
                                        "WHERE repository_id = $2 AND id IN {}",
                                        chosen()),
                            {ids, id_, now()});
        }
    }

    /// Others, who poll for the lock of SQLite's file, get as much time as the batch took.
    static void pause_since(std::chrono::steady_clock::time_point start)
    {
        const auto took = std::chrono::steady_clock::now() - start;
        static_cast<void>(wait_readable(
            -1, deadline_in(std::chrono::duration_cast<std::chrono::milliseconds>(took))));
    }

    db::Database& database_;
    const PruneRequest& request_;
    Log& log_;
    std::int64_t id_ = 0;
    Pruned pruned_;
};

std::vector<std::string> repositories_of(db::Database& database, const PruneRequest& request)
{
    if (!request.repositories.empty()) {
        return request.repositories;
    }
    std::vector<std::string> names;
    database.begin_read()->query("SELECT name FROM repository ORDER BY name",
                                 {},
                                 [&names](const db::Row& row) { names.emplace_back(row.text(0)); });
    return names;
}

template <typename Prune>
std::vector<Pruned> for_each_repository(const Target& target,
                                        db::Access access,
                                        const PruneRequest& request,
                                        Log& log,
                                        const Prune& prune_one)
{
    const auto database = open_upgraded(target, access);
    std::vector<RepositoryPruner>
        pruners; // a repository that is not there ends it before the first
    for (auto& name : repositories_of(*database, request)) {
        pruners.emplace_back(*database, request, std::move(name), log);
    }
    std::vector<Pruned> all;
    for (auto& pruner : pruners) {
        all.push_back(prune_one(pruner));
    }
    return all;
}

} // namespace

std::vector<Pruned> preview_prune(const Target& target, const PruneRequest& request, Log& log)
{
    return for_each_repository(target, db::Access::read, request, log, [](RepositoryPruner& one) {
        return one.preview();
    });
}

std::vector<Pruned> prune(const Target& target, const PruneRequest& request, Log& log)
{
    return for_each_repository(target, db::Access::change, request, log, [](RepositoryPruner& one) {
        return one.prune();
    });
}

void vacuum(const Target& target, Log& log)
{
    constexpr std::array<std::string_view, 4> tables{"measurement", "log", "rejected", "job"};
    const Progress progress{log, {.verb = "giving free space back"}};
    try {
        open_upgraded(target, db::Access::change)->vacuum(tables);
    } catch (const Error& error) {
        log.warning(fmt::format("the free space stays in the database: {}", error.what()));
    }
}

} // namespace cb::store
