#include "store/upgrade.hpp"

#include "base/gzip.hpp"
#include "base/hash.hpp"
#include "db/dialect.hpp"
#include "json/writer.hpp"
#include "store/batch_json.hpp"
#include "store/rows.hpp"
#include "store/series.hpp"
#include "store/sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace cb::store {

namespace {

/// A series of the old schema: its new series, and the unit of its numbers.
struct OldSeries {
    Series now;
    std::string unit;
};

/// Moves what 004_measurements.sql left in the tables that it renamed to old_….
class Upgrade {
public:
    Upgrade(db::Transaction& transaction, db::Backend backend)
        : transaction_{transaction}, backend_{backend}
    {}

    void run(const db::StepProgress& on_progress)
    {
        set_environment_digests();
        merge_series();
        std::vector<RowId> jobs;
        transaction_.query(
            "SELECT repository_id, id FROM job ORDER BY id", {}, [&](const auto& row) {
                jobs.push_back({row.integer(0), row.integer(1)});
            });
        constexpr std::size_t jobs_per_step = 8;
        for (std::span<const RowId> rest{jobs}; !rest.empty();) {
            const auto some = rest.first(std::min(rest.size(), jobs_per_step));
            move_measurements(some);
            move_logs(some);
            note_hosts(some);
            rest = rest.subspan(some.size());
            on_progress(jobs.size() - rest.size(), jobs.size());
        }
    }

private:
    void set_environment_digests();
    void merge_series();
    void move_measurements(std::span<const RowId> jobs);
    void move_logs(std::span<const RowId> jobs);
    void note_hosts(std::span<const RowId> jobs);

    /// Calls `use` for each row of the table for these jobs. `columns` follow job_id.
    void for_each_row(std::span<const RowId> jobs,
                      std::string_view table,
                      std::string_view columns,
                      std::string_view order,
                      const db::RowUse& use)
    {
        transaction_.query(
            fmt::format("SELECT old.job_id, {} FROM {} JOIN {} old ON old.job_id = x.id {}",
                        columns,
                        db::records_of_json(backend_, "repository_id bigint, id bigint"),
                        table,
                        order),
            {ids_json(jobs)},
            use);
    }

    db::Transaction& transaction_;
    db::Backend backend_;
    std::map<std::int64_t, OldSeries> series_{}; ///< keyed by old id
};

void Upgrade::set_environment_digests()
{
    std::vector<std::pair<RowId, std::string>> all;
    transaction_.query(
        "SELECT repository_id, id, host_key FROM environment", {}, [&all](const db::Row& row) {
            all.push_back({{row.integer(0), row.integer(1)}, std::string{row.text(2)}});
        });
    for (const auto& [row, host_key] : all) {
        transaction_.run("UPDATE environment SET digest = $1 WHERE repository_id = $2 AND id = $3",
                         {environment_digest(host_key), row.repository_id, row.id});
    }
}

/// Merges series that differ only in their environments, with the id and the unit of the oldest.
void Upgrade::merge_series()
{
    struct New {
        std::int64_t repository_id = 0;
        Series series{};
        SeriesRow row{};
    };
    std::map<std::pair<std::int64_t, std::string>, std::int64_t> id_of_digest;
    std::map<std::int64_t, New> made;
    transaction_.query(
        "SELECT id, repository_id, benchmark, test, metric, unit, direction FROM old_series "
        "ORDER BY id",
        {},
        [&](const db::Row& row) {
            const auto text = [&row](int column) { return std::string{row.text(column)}; };
            const auto key = series_key(text(2), text(3), text(4), text(5), text(6));
            auto digest = sha256_hex(key);
            const auto repository = row.integer(1);
            const auto [at, is_new] =
                id_of_digest.emplace(std::pair{repository, digest}, row.integer(0));
            if (is_new) {
                made[at->second] = {
                    repository,
                    {at->second, text(5)},
                    {std::move(digest), text(2), text(3), text(4), text(5), text(6)}};
            }
            series_[row.integer(0)] = {made.at(at->second).series, text(5)};
        });
    constexpr std::array<std::string_view, 8> columns{
        "repository_id", "id", "digest", "benchmark", "test", "metric", "unit", "direction"};
    const auto copy = transaction_.copy("series", columns);
    for (const auto& [id, series] : made) {
        const auto& row = series.row;
        copy->add({series.repository_id,
                   id,
                   row.digest,
                   row.benchmark,
                   row.test,
                   row.metric,
                   row.unit,
                   row.direction});
    }
    copy->complete();
}

void Upgrade::move_measurements(std::span<const RowId> jobs)
{
    // By job and old series, whose ids grow in the order in which the series were first printed.
    std::map<std::int64_t, std::map<std::int64_t, MeasurementRow>> rows;
    const auto row_of = [&](const db::Row& row) -> MeasurementRow& {
        const auto& series = series_.at(row.integer(1));
        auto& its = rows[row.integer(0)][row.integer(1)];
        its.series_id = series.now.id;
        if (series.unit != series.now.unit) {
            its.printed_units.insert(series.unit);
        }
        return its;
    };
    const auto number_of = [&](const db::Row& row, int column) {
        const auto& series = series_.at(row.integer(1));
        return ToSeriesUnit{series.unit, series.now.unit}(row.real(column));
    };
    for_each_row(jobs,
                 "old_sample",
                 "series_id, value",
                 "ORDER BY old.job_id, series_id, position",
                 [&](const db::Row& row) { row_of(row).samples.push_back(number_of(row, 2)); });
    for_each_row(jobs,
                 "old_summary",
                 "series_id, statistic, value",
                 "ORDER BY old.job_id, series_id, position",
                 [&](const db::Row& row) {
                     auto& all = row_of(row).statistics;
                     const std::string name{row.text(2)};
                     // The names within a summary ascend, so a smaller one starts the next summary.
                     if (all.empty() || all.back().rbegin()->first >= name) {
                         all.emplace_back();
                     }
                     all.back().emplace(name, number_of(row, 3));
                 });
    for_each_row(jobs, "old_note", "series_id, description, labels", "", [&](const db::Row& row) {
        auto& its = row_of(row);
        if (!row.text(2).empty() || row.text(3) != "{}") {
            its.description = row.text(2);
            its.labels = row.text(3);
        }
    });
    transaction_.query(fmt::format("SELECT old.job_id, old.series_id, unit.value FROM {} "
                                   "JOIN old_note old ON old.job_id = x.id CROSS JOIN {}",
                                   db::records_of_json(backend_, "repository_id bigint, id bigint"),
                                   backend_ == db::Backend::sqlite
                                       ? "json_each(old.printed_units) AS unit"
                                       : "jsonb_array_elements_text(old.printed_units) AS unit"),
                       {ids_json(jobs)},
                       [&](const db::Row& row) { row_of(row).printed_units.emplace(row.text(2)); });
    MeasurementCopy copy{transaction_};
    for (const auto& job : jobs) {
        std::vector<MeasurementRow> its;
        for (auto& [id, row] : rows[job.id]) {
            its.push_back(std::move(row));
        }
        copy.add(job.repository_id, job.id, its);
    }
    copy.complete();
}

void Upgrade::move_logs(std::span<const RowId> jobs)
{
    std::map<std::int64_t, LogRow> logs;
    for_each_row(jobs,
                 "old_log",
                 "output, error_output, files, build_log, engine_log",
                 "",
                 [&](const db::Row& row) {
                     logs[row.integer(0)] = {.output = gzip(row.text(1)),
                                             .error_output = gzip(row.text(2)),
                                             .build_log = gzip(row.text(4)),
                                             .engine_log = gzip(row.text(5)),
                                             .files = gzip(row.text(3))};
                 });
    LogCopy copy{transaction_};
    for (const auto& job : jobs) {
        if (const auto at = logs.find(job.id); at != logs.end()) {
            copy.add(job.repository_id, job.id, at->second);
        }
    }
    copy.complete();
}

/// Records the hosts' fitness, from the stored runs.
void Upgrade::note_hosts(std::span<const RowId> jobs)
{
    JsonWriter json;
    json.begin_array();
    transaction_.query(
        fmt::format("SELECT job.host_name, e.host_key, e.cpu, e.kernel, job.started_at, "
                    "job.verdict, job.run FROM {} "
                    "JOIN job ON job.repository_id = x.repository_id AND job.id = x.id "
                    "JOIN environment e ON e.repository_id = job.repository_id "
                    "AND e.id = job.environment_id WHERE job.run IS NOT NULL",
                    db::records_of_json(backend_, "repository_id bigint, id bigint")),
        {ids_json(jobs)},
        [&json](const db::Row& row) {
            const auto started_at = row.time(4);
            json.begin_object()
                .member("host", host_digest(row.text(0), row.text(1)))
                .member("host_name", row.text(0))
                .member("host_key", row.text(1))
                .member("cpu", row.text(2))
                .member("kernel", row.text(3))
                .member("started_at",
                        started_at ? std::optional{db::to_milliseconds(*started_at)} : std::nullopt)
                .member("verdict", row.maybe_text(5))
                .key("run")
                .raw(row.text(6))
                .end_object();
        });
    json.end_array();
    run_rows(transaction_, backend_, sql::insert_hosts, json.text());
    run_rows(transaction_, backend_, sql::insert_fitness, json.text());
}

} // namespace

db::UpgradeSteps upgrade_steps(const std::optional<Partitions>& partitions)
{
    return {{4,
             [partitions](db::Transaction& transaction,
                          db::Backend backend,
                          const db::StepProgress& on_progress) {
                 if (partitions) {
                     split_measurements(transaction, *partitions);
                 }
                 Upgrade{transaction, backend}.run(on_progress);
             }}};
}

std::unique_ptr<db::Database>
open_upgraded(const Target& target, db::Access access, const db::OnMigration& on_progress)
{
    return db::open_database(target, access, {upgrade_steps(), on_progress});
}

} // namespace cb::store
