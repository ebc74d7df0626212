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

/// A limit for the memory of the cache: beyond this many series, they are looked up again.
constexpr std::size_t max_remembered = 100'000;

/// The key of a job: its name is unique within its repository.
std::string key_of_job(std::int64_t repository_id, std::string_view job)
{
    return fmt::format("{} {}", repository_id, job);
}

/// Removes the first entry of each job from `rest`: one statement can insert these.
std::vector<Entry*> take_distinct(std::vector<Entry*>& rest)
{
    std::unordered_set<std::string> keys;
    const auto later = std::stable_partition(rest.begin(), rest.end(), [&keys](const Entry* entry) {
        return keys.insert(key_of_job(entry->repository_id, entry->manifest->job().text())).second;
    });
    std::vector<Entry*> first{rest.begin(), later};
    rest.erase(rest.begin(), later);
    return first;
}

/// The changes to existing rows, collected from the decisions of a batch.
struct Changes {
    std::vector<RowId> deleted{}, demoted{}, promoted{};
    JsonWriter confirmed{};

    Changes() { confirmed.begin_array(); }

    void add(const Decision& decision, const Entry& entry)
    {
        if (decision.action == Decision::Action::replace) {
            deleted.push_back({entry.repository_id, decision.row});
        }
        if (decision.action == Decision::Action::confirm) {
            const auto& read_at = entry.manifest->parsed()->read_at;
            confirmed.begin_object()
                .member("repository_id", entry.repository_id)
                .member("id", decision.row)
                .member("read_at", storable_time(known(read_at)))
                .end_object();
        }
        if (decision.demoted) {
            demoted.push_back({entry.repository_id, *decision.demoted});
        }
        if (decision.promoted) {
            promoted.push_back({entry.repository_id, *decision.promoted});
        }
    }
};

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
    for (auto& [repository, series] : series_) {
        if (series.size() > max_remembered) {
            series.clear();
        }
    }
    insert_surroundings();
    while (!rest.empty()) {
        store_distinct(take_distinct(rest));
    }
    run_rows(transaction_, backend_, sql::delete_claims, works_json(entries_));
    std::vector<Put> puts;
    for (const auto& entry : entries_) {
        puts.push_back(puts_.at(&entry));
    }
    return puts;
}

/// Inserts the rows that jobs refer to, adds new facts about commits, and locks out other writers
/// of the same repositories.
void Batch::insert_surroundings()
{
    std::vector<std::string_view> names;
    for (const auto& entry : entries_) {
        names.push_back(entry.repository.digest);
    }
    transaction_.lock(texts_json(names));
    run_rows(transaction_, backend_, sql::insert_repositories, repositories_json(entries_));
    find_repositories();
    const auto commits = commits_json(entries_);
    run_rows(transaction_, backend_, sql::insert_commits, commits);
    const bool has_positions =
        std::any_of(entries_.begin(), entries_.end(), [](const Entry& entry) {
            return entry.commit && entry.commit->position;
        });
    if (has_positions) {
        run_rows(transaction_, backend_, sql::update_positions, commits);
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
        to_sql(sql::select_runs, backend_), {names_json(entries)}, [&runs](const db::Row& row) {
            runs[key_of_job(row.integer(14), row.text(0))].push_back(stored_run(row));
        });
    return runs;
}

/// In this order, so that a job never has two current runs.
void Batch::store_distinct(Entries entries)
{
    const auto runs = runs_of(entries);
    Changes changes;
    std::vector<Entry*> wanted;
    for (auto* const entry : entries) {
        const auto stored =
            runs.find(key_of_job(entry->repository_id, entry->manifest->job().text()));
        const auto decision = decide(
            stored == runs.end() ? std::span<const StoredRun>{} : stored->second, *entry->manifest);
        puts_[entry] = put_of(decision);
        changes.add(decision, *entry);
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
    run_rows(transaction_, backend_, sql::confirm_readings, changes.confirmed.text());
    run_rows(transaction_, backend_, sql::delete_runs, ids_json(changes.deleted));
    run_rows(transaction_, backend_, sql::demote_runs, ids_json(changes.demoted));
    insert(wanted);
    run_rows(transaction_, backend_, sql::promote_runs, ids_json(changes.promoted));
}

void Batch::insert(Entries entries)
{
    if (entries.empty()) {
        return;
    }
    run_rows(transaction_, backend_, sql::insert_environments, environments_json(entries));
    insert_jobs(entries);
    copy_logs(entries);
    copy_rejected(entries);
    find_series(entries);
    copy_measurements(entries);
    for (auto* const entry : entries) {
        entry->rows.reset();
    }
}

void Batch::insert_jobs(Entries entries)
{
    std::unordered_map<std::string, Entry*> by_key;
    for (auto* const entry : entries) {
        by_key.emplace(key_of_job(entry->repository_id, entry->rows->job), entry);
    }
    const auto jobs = jobs_json(entries);
    run_rows(transaction_, backend_, sql::insert_hosts, jobs);
    run_rows(transaction_, backend_, sql::insert_fitness, jobs);
    transaction_.query(to_sql(sql::insert_jobs, backend_), {jobs}, [&by_key](const db::Row& row) {
        by_key.at(key_of_job(row.integer(0), row.text(2)))->job_id = row.integer(1);
    });
}

/// Loads all series of the jobs into series_. The first job with a series determines its unit.
void Batch::find_series(Entries entries)
{
    std::vector<WantedSeries> wanted;
    std::unordered_map<std::string, const std::string*> key_of_digest;
    for (const auto* const entry : entries) {
        auto& known = series_[entry->repository_id];
        for (const auto& rows : entry->rows->results) {
            if (known.emplace(rows.series_key, Series{}).second) {
                wanted.push_back({series_of(rows), entry->repository_id});
                key_of_digest.emplace(wanted.back().row.digest, &rows.series_key);
            }
        }
    }
    if (wanted.empty()) {
        return;
    }
    const auto json = series_json(wanted);
    run_rows(transaction_, backend_, sql::insert_series, json);
    transaction_.query(to_sql(sql::select_series, backend_), {json}, [&](const db::Row& row) {
        const auto& key = *key_of_digest.at(std::string{row.text(0)});
        series_[row.integer(3)][key] = {row.integer(1), std::string{row.text(2)}};
    });
}

void Batch::copy_logs(Entries entries)
{
    LogCopy copy{transaction_};
    for (const auto* const entry : entries) {
        copy.add(entry->repository_id, entry->job_id, log_of(*entry->manifest));
    }
    copy.complete();
}

void Batch::copy_rejected(Entries entries)
{
    constexpr std::array<std::string_view, 7> columns{
        "repository_id", "job_id", "position", "line_number", "column_number", "field", "reason"};
    const auto copy = transaction_.copy("rejected", columns);
    for (const auto* const entry : entries) {
        std::int64_t position = 0;
        const auto& facts = entry->manifest->parsed();
        for (const auto& rejected : facts ? facts->rejected : std::vector<Rejected>{}) {
            copy->add({entry->repository_id,
                       entry->job_id,
                       position++,
                       rejected.line,
                       rejected.column,
                       storable(rejected.field),
                       storable(rejected.reason)});
        }
    }
    copy->complete();
}

void Batch::copy_measurements(Entries entries)
{
    MeasurementCopy copy{transaction_};
    for (const auto* const entry : entries) {
        Measurements measurements;
        const auto& known = series_.at(entry->repository_id);
        for (const auto& rows : entry->rows->results) {
            measurements.add(rows, known.at(rows.series_key));
        }
        copy.add(entry->repository_id, entry->job_id, measurements.rows());
        measurements_ += measurements.rows().size();
    }
    copy.complete();
}

} // namespace cb::store
