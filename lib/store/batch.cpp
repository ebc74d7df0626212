#include "store/batch.hpp"

#include "db/dialect.hpp"
#include "json/writer.hpp"
#include "store/sql.hpp"
#include "store/storable.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_set>

namespace cb::store {

namespace {

/// More series than this are looked up again: a bound for the memory that remembering takes.
constexpr std::size_t max_remembered = 100'000;

constexpr std::string_view no_rows = "[]";

std::string to_sql(const sql::Statement& statement, db::Backend backend)
{
    return fmt::format(fmt::runtime(statement.text),
                       db::records_of_json(backend, statement.columns));
}

/// Runs the statement unless there are no rows for it.
void run(db::Transaction& transaction,
         db::Backend backend,
         const sql::Statement& statement,
         const std::string& rows)
{
    if (rows != no_rows) {
        transaction.run(to_sql(statement, backend), {rows});
    }
}

/// Takes from `rest` the first entry of each job: those that one statement can insert.
std::vector<Entry*> take_distinct(std::vector<Entry*>& rest)
{
    std::unordered_set<std::string_view> names;
    const auto later =
        std::stable_partition(rest.begin(), rest.end(), [&names](const Entry* entry) {
            return names.insert(entry->manifest->job().text()).second;
        });
    std::vector<Entry*> first{rest.begin(), later};
    rest.erase(rest.begin(), later);
    return first;
}

std::string jobs_json_of(Entries entries)
{
    std::vector<std::string_view> names;
    for (const auto* const entry : entries) {
        names.push_back(entry->manifest->job().text());
    }
    return texts_json(names);
}

/// What becomes of rows that are there, gathered from the decisions of a batch.
struct Changes {
    std::vector<std::int64_t> deleted{}, demoted{}, promoted{};
    JsonWriter confirmed{};

    Changes() { confirmed.begin_array(); }

    void add(const Decision& decision, const Manifest& manifest)
    {
        if (decision.action == Decision::Action::replace) {
            deleted.push_back(decision.row);
        }
        if (decision.action == Decision::Action::confirm) {
            confirmed.begin_object()
                .member("id", decision.row)
                .member("read_at", storable_time(manifest.parsed()->read_at.value_or("")))
                .end_object();
        }
        if (decision.demoted) {
            demoted.push_back(*decision.demoted);
        }
        if (decision.promoted) {
            promoted.push_back(*decision.promoted);
        }
    }
};

StoredRun stored_run(const db::Row& row)
{
    const auto text = [&row](int column) { return std::string{row.text(column)}; };
    const auto time = [&row](int column) {
        const auto at = row.time(column);
        return at ? db::to_milliseconds(*at) : "";
    };
    StoredRun run{.id = row.integer(1),
                  .is_current = row.truth(2),
                  .status = stored_word<Status>(row.text(3)),
                  .fault = stored_fault(row.maybe_text(4)),
                  .run = {},
                  .read_at = time(11),
                  .reading = row.maybe_text(12),
                  .stored_at = time(13)};
    const bool has_run = !row.is_null(5);
    run.run = has_run ? RunKey{.started_at = time(6), .host_name = text(7)}
                      : RunKey{.asked_at = time(8), .stage = text(9), .reason = text(10)};
    return run;
}

} // namespace

std::vector<Put> Batch::store(std::span<const Manifest* const> manifests)
{
    entries_.reserve(manifests.size());
    std::vector<Entry*> rest;
    for (const auto* const manifest : manifests) {
        entries_.push_back({.manifest = manifest,
                            .repository = repository_row_of(manifest->source()),
                            .commit = commit_row_of(manifest->source())});
        rest.push_back(&entries_.back());
    }
    insert_surroundings();
    while (!rest.empty()) {
        store_distinct(take_distinct(rest));
    }
    std::vector<Put> puts;
    for (const auto& entry : entries_) {
        puts.push_back(puts_.at(&entry));
    }
    return puts;
}

/// Inserts what jobs refer to, completes what is known of commits, and locks out whoever stores
/// jobs of the same repositories or the same jobs.
void Batch::insert_surroundings()
{
    std::vector<std::string_view> names;
    for (const auto& entry : entries_) {
        names.push_back(entry.repository.digest);
        names.push_back(entry.manifest->job().text());
    }
    transaction_.lock(texts_json(names));
    run(transaction_, backend_, sql::insert_repositories, repositories_json(entries_));
    find_repositories();
    const auto commits = commits_json(entries_);
    run(transaction_, backend_, sql::insert_commits, commits);
    const bool has_positions =
        std::any_of(entries_.begin(), entries_.end(), [](const Entry& entry) {
            return entry.commit && entry.commit->position;
        });
    if (has_positions) {
        run(transaction_, backend_, sql::update_positions, commits);
    }
}

void Batch::find_repositories()
{
    std::vector<std::string_view> digests;
    for (const auto& entry : entries_) {
        digests.push_back(entry.repository.digest);
    }
    std::unordered_map<std::string, std::int64_t> ids;
    transaction_.query(
        fmt::format("SELECT r.digest, r.id FROM {} JOIN repository r ON r.digest = asked.value",
                    db::texts_of_json(backend_, "asked")),
        {texts_json(digests)},
        [&ids](const db::Row& row) { ids.emplace(row.text(0), row.integer(1)); });
    for (auto& entry : entries_) {
        entry.repository_id = ids.at(entry.repository.digest);
    }
}

Batch::RunsByJob Batch::runs_of(Entries entries)
{
    RunsByJob runs;
    transaction_.query(
        fmt::format("SELECT job, id, is_current, status, fault, outcome, started_at, host_name, "
                    "asked_at, failure_stage, failure_reason, read_at, reading, stored_at "
                    "FROM job WHERE job IN (SELECT value FROM {})",
                    db::texts_of_json(backend_, "asked")),
        {jobs_json_of(entries)},
        [&runs](const db::Row& row) { runs[std::string{row.text(0)}].push_back(stored_run(row)); });
    return runs;
}

/// In this order, so that no job has two current runs at any time.
void Batch::store_distinct(Entries entries)
{
    const auto runs = runs_of(entries);
    Changes changes;
    std::vector<Entry*> wanted;
    for (auto* const entry : entries) {
        const auto stored = runs.find(entry->manifest->job().text());
        const auto decision = decide(
            stored == runs.end() ? std::span<const StoredRun>{} : stored->second, *entry->manifest);
        puts_[entry] = put_of(decision);
        changes.add(decision, *entry->manifest);
        const bool is_replaced = decision.action == Decision::Action::replace;
        if (is_replaced || decision.action == Decision::Action::insert) {
            entry->rows = rows_of(*entry->manifest);
            entry->rows->is_current = decision.is_current;
            if (is_replaced) {
                entry->rows->stored_at = decision.stored_at;
            }
            wanted.push_back(entry);
        }
    }
    changes.confirmed.end_array();
    run(transaction_, backend_, sql::confirm_readings, changes.confirmed.text());
    const auto change = [this](const char* statement, const std::vector<std::int64_t>& ids) {
        if (!ids.empty()) {
            transaction_.run(fmt::format("{} WHERE id IN (SELECT CAST(value AS bigint) FROM {})",
                                         statement,
                                         db::texts_of_json(backend_, "asked")),
                             {ids_json(ids)});
        }
    };
    change("DELETE FROM job", changes.deleted);
    change("UPDATE job SET is_current = false", changes.demoted);
    insert(wanted);
    change("UPDATE job SET is_current = true", changes.promoted);
}

void Batch::insert(Entries entries)
{
    if (entries.empty()) {
        return;
    }
    run(transaction_, backend_, sql::insert_environments, environments_json(entries));
    insert_jobs(entries);
    copy_logs(entries);
    copy_rejected(entries);
    find_series(entries);
    copy_numbers(entries);
    copy_notes(entries);
    for (auto* const entry : entries) {
        entry->rows.reset();
    }
}

void Batch::insert_jobs(Entries entries)
{
    std::unordered_map<std::string_view, Entry*> by_name;
    for (auto* const entry : entries) {
        by_name.emplace(entry->rows->job, entry);
    }
    transaction_.query(
        to_sql(sql::insert_jobs, backend_), {jobs_json(entries)}, [&by_name](const db::Row& row) {
            by_name.at(row.text(1))->job_id = row.integer(0);
        });
}

/// Makes series_ hold all the series of the jobs. The first job to name a series gives it its unit.
void Batch::find_series(Entries entries)
{
    if (series_.size() > max_remembered) {
        series_.clear();
    }
    std::vector<WantedSeries> wanted;
    std::unordered_map<std::string, const std::string*> key_of_digest;
    for (const auto* const entry : entries) {
        for (const auto& rows : entry->rows->results) {
            if (series_.emplace(rows.series_key, Series{}).second) {
                wanted.push_back({series_of(rows), entry});
                key_of_digest.emplace(wanted.back().row.digest, &rows.series_key);
            }
        }
    }
    if (wanted.empty()) {
        return;
    }
    const auto json = series_json(wanted);
    run(transaction_, backend_, sql::insert_series, json);
    transaction_.query(to_sql(sql::select_series, backend_), {json}, [&](const db::Row& row) {
        const auto* const key = key_of_digest.at(std::string{row.text(0)});
        series_[*key] = {row.integer(1), std::string{row.text(2)}};
    });
}

void Batch::copy_logs(Entries entries)
{
    constexpr std::array<std::string_view, 6> columns{
        "job_id", "output", "error_output", "files", "build_log", "engine_log"};
    const auto copy = transaction_.copy("job_log", columns);
    for (const auto* const entry : entries) {
        const auto log = log_of(*entry->manifest);
        copy->add({entry->job_id,
                   log.output,
                   log.error_output,
                   log.files,
                   log.build_log,
                   log.engine_log});
    }
    copy->complete();
}

void Batch::copy_rejected(Entries entries)
{
    constexpr std::array<std::string_view, 6> columns{
        "job_id", "position", "line_number", "column_number", "field", "reason"};
    const auto copy = transaction_.copy("rejected", columns);
    for (const auto* const entry : entries) {
        std::int64_t position = 0;
        const auto& facts = entry->manifest->parsed();
        for (const auto& rejected : facts ? facts->rejected : std::vector<Rejected>{}) {
            copy->add({entry->job_id,
                       position++,
                       rejected.line,
                       rejected.column,
                       storable(rejected.field),
                       storable(rejected.reason)});
        }
    }
    copy->complete();
}

void Batch::copy_numbers(Entries entries)
{
    constexpr std::array<std::string_view, 4> sample_columns{
        "job_id", "series_id", "position", "value"};
    const auto samples = transaction_.copy("sample", sample_columns);
    for (const auto* const entry : entries) {
        for (const auto& rows : entry->rows->results) {
            const auto& series = series_.at(rows.series_key);
            const ToSeriesUnit convert{rows, series};
            auto position = rows.first_sample;
            for (const double value : rows.result->values) {
                samples->add({entry->job_id, series.id, position++, convert(value)});
            }
        }
    }
    samples->complete();
    constexpr std::array<std::string_view, 5> summary_columns{
        "job_id", "series_id", "position", "statistic", "value"};
    const auto summaries = transaction_.copy("summary", summary_columns);
    for (const auto* const entry : entries) {
        for (const auto& rows : entry->rows->results) {
            const auto& series = series_.at(rows.series_key);
            const ToSeriesUnit convert{rows, series};
            auto position = rows.first_summary;
            for (const auto& [statistic, value] : summary_of(*rows.result)) {
                summaries->add(
                    {entry->job_id, series.id, position++, storable(statistic), convert(value)});
            }
        }
    }
    summaries->complete();
}

void Batch::copy_notes(Entries entries)
{
    constexpr std::array<std::string_view, 5> columns{
        "job_id", "series_id", "description", "labels", "printed_units"};
    const auto copy = transaction_.copy("result_note", columns);
    for (const auto* const entry : entries) {
        Notes notes;
        for (const auto& row : entry->rows->results) {
            notes.add(row, series_.at(row.series_key));
        }
        for (const auto& note : notes.rows()) {
            copy->add(
                {entry->job_id, note.series_id, note.description, note.labels, note.printed_units});
        }
    }
    copy->complete();
}

} // namespace cb::store
