#include "store/sqlite_store.hpp"

#include "store/storable.hpp"

namespace cb::store {

namespace {

/// More series than this are looked up again: a bound for the memory that remembering takes.
constexpr std::size_t most_remembered = 100'000;

} // namespace

std::vector<Put> SqliteStore::put_batch(std::span<const Manifest* const> manifests)
{
    std::vector<Put> result;
    try {
        SqliteTransaction transaction{*db_};
        for (const auto* const manifest : manifests) {
            result.push_back(put_one(*manifest));
        }
        transaction.commit();
    } catch (...) {
        series_.clear(); // some may have been rolled back
        throw;
    }
    return result;
}

Put SqliteStore::put_one(const Manifest& manifest)
{
    const auto decision = decide(runs_of(manifest.job().text()), manifest);
    switch (decision.action) {
    case Decision::Action::confirm:
        db_->statement("UPDATE job SET read_at = ? WHERE id = ?")
            .run(storable_time(cb::known(manifest.parsed()->read_at)), decision.row);
        [[fallthrough]];
    case Decision::Action::leave:
        commit_id(commit_row_of(manifest.source()),
                  repository_id(repository_row_of(manifest.source())));
        break;
    case Decision::Action::insert:
    case Decision::Action::replace:
        store(manifest, decision);
    }
    return put_of(decision);
}

/// In this order, so that no job has two current runs at any time.
void SqliteStore::store(const Manifest& manifest, const Decision& decision)
{
    auto rows = rows_of(manifest);
    rows.is_current = decision.is_current;
    if (decision.action == Decision::Action::replace) {
        rows.stored_at = decision.stored_at;
        db_->statement("DELETE FROM job WHERE id = ?").run(decision.row);
    }
    if (decision.demoted) {
        db_->statement("UPDATE job SET is_current = 0 WHERE id = ?").run(*decision.demoted);
    }
    insert(rows);
    if (decision.promoted) {
        db_->statement("UPDATE job SET is_current = 1 WHERE id = ?").run(*decision.promoted);
    }
}

void SqliteStore::insert(const JobRows& job)
{
    const auto repository = repository_id(job.repository);
    const auto environment = environment_id(job.environment);
    const auto id = insert_job(job, repository, environment);
    insert_log(id, *job.manifest);
    insert_rejected(id, *job.manifest);
    insert_results(id, job, repository, environment);
}

std::int64_t SqliteStore::repository_id(const RepositoryRow& row)
{
    db_->statement("INSERT INTO repository (digest, name) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .run(row.digest, row.name);
    const Rows rows{db_->statement("SELECT id FROM repository WHERE digest = ?").bind(row.digest)};
    return rows->step() ? rows->integer(0) : 0;
}

std::int64_t SqliteStore::environment_id(const EnvironmentRow& row)
{
    db_->statement("INSERT INTO environment (digest, worker, host_key, host_name, cpu, kernel) "
                   "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(row.digest, row.worker, row.host_key, row.host_name, row.cpu, row.kernel);
    const Rows rows{db_->statement("SELECT id FROM environment WHERE digest = ?").bind(row.digest)};
    return rows->step() ? rows->integer(0) : 0;
}

/// A commit that was known only by its hash is completed when more is known.
std::optional<std::int64_t> SqliteStore::commit_id(const std::optional<CommitRow>& commit,
                                                   std::int64_t repository)
{
    if (!commit) {
        return std::nullopt;
    }
    db_->statement("INSERT INTO git_commit (repository_id, hash, parents, author, authored_at, "
                   "committed_at, subject) VALUES (?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (repository_id, hash) DO UPDATE SET parents = excluded.parents, "
                   "author = excluded.author, authored_at = excluded.authored_at, "
                   "committed_at = excluded.committed_at, subject = excluded.subject "
                   "WHERE git_commit.committed_at IS NULL AND excluded.committed_at IS NOT NULL")
        .run(repository,
             commit->hash,
             commit->parents,
             commit->author,
             commit->authored_at,
             commit->committed_at,
             commit->subject);
    if (commit->position) {
        db_->statement("UPDATE git_commit SET position = ?3 WHERE repository_id = ?1 AND hash = ?2 "
                       "AND (position IS NULL OR position < ?3)")
            .run(repository, commit->hash, *commit->position);
    }
    const Rows rows{db_->statement("SELECT id FROM git_commit WHERE repository_id = ? AND hash = ?")
                        .bind(repository, commit->hash)};
    return rows->step() ? std::optional{rows->integer(0)} : std::nullopt;
}

std::int64_t
SqliteStore::insert_job(const JobRows& job, std::int64_t repository, std::int64_t environment)
{
    const auto commit = commit_id(job.commit, repository);
    db_->statement(
           "INSERT INTO job (job, work, attempt, is_current, repository_id, commit_id, "
           "environment_id, branch, tag, pull_number, config_name, status, failure_stage, "
           "failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, "
           "outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, "
           "run, stored_at) "
           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
           "?, ?, ?, ?, ?, ?)")
        .run(job.job,
             job.work,
             job.attempt,
             job.is_current ? 1 : 0,
             repository,
             commit,
             environment,
             job.branch,
             job.tag,
             job.pull_number,
             job.config_name,
             job.status,
             job.failure_stage,
             job.failure_reason,
             job.failure_message,
             job.fault,
             job.asked_at,
             job.started_at,
             job.host_name,
             job.wall_s,
             job.outcome,
             job.exit_code,
             job.image,
             job.verdict,
             job.format,
             job.read_at,
             job.reading,
             job.source,
             job.config,
             job.build,
             job.run,
             job.stored_at);
    return db_->last_id();
}

void SqliteStore::insert_log(std::int64_t job, const Manifest& manifest)
{
    const auto log = log_of(manifest);
    db_->statement(
           "INSERT INTO job_log (job_id, output, error_output, files, build_log, engine_log) "
           "VALUES (?, ?, ?, ?, ?, ?)")
        .run(job, log.output, log.error_output, log.files, log.build_log, log.engine_log);
}

void SqliteStore::insert_rejected(std::int64_t job, const Manifest& manifest)
{
    if (!manifest.parsed()) {
        return;
    }
    std::int64_t position = 0;
    for (const auto& rejected : manifest.parsed()->rejected) {
        const auto field = storable(rejected.field);
        const auto reason = storable(rejected.reason);
        db_->statement("INSERT INTO rejected (job_id, position, line_number, column_number, field, "
                       "reason) VALUES (?, ?, ?, ?, ?, ?)")
            .run(
                job, position, to_signed(rejected.line), to_signed(rejected.column), field, reason);
        ++position;
    }
}

/// Makes it where there is none. Valid until the next call.
const Series&
SqliteStore::find_series(const ResultRows& rows, std::int64_t repository, std::int64_t environment)
{
    if (const auto at = series_.find(rows.series_key); at != series_.end()) {
        return at->second;
    }
    const auto row = series_of(rows);
    db_->statement(
           "INSERT INTO series (digest, repository_id, environment_id, benchmark, test, "
           "metric, unit, direction) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .run(row.digest,
             repository,
             environment,
             row.benchmark,
             row.test,
             row.metric,
             row.unit,
             row.direction);
    if (series_.size() >= most_remembered) {
        series_.clear();
    }
    Series series;
    const Rows found{
        db_->statement("SELECT id, unit FROM series WHERE digest = ?").bind(row.digest)};
    if (found->step()) {
        series = {found->integer(0), found->text(1)};
    }
    return series_.emplace(rows.series_key, std::move(series)).first->second;
}

void SqliteStore::insert_results(std::int64_t job,
                                 const JobRows& rows,
                                 std::int64_t repository,
                                 std::int64_t environment)
{
    auto& sample = db_->statement("INSERT INTO sample VALUES (?, ?, ?, ?)");
    auto& summary = db_->statement("INSERT INTO summary VALUES (?, ?, ?, ?, ?)");
    Notes notes;
    for (const auto& row : rows.results) {
        const auto& series = find_series(row, repository, environment);
        const ToSeriesUnit convert{row, series};
        auto position = row.first_sample;
        for (const double value : row.result->values) {
            sample.run(job, series.id, position++, convert(value));
        }
        position = row.first_summary;
        for (const auto& [statistic, value] : summary_of(*row.result)) {
            summary.run(job, series.id, position++, storable(statistic), convert(value));
        }
        notes.add(row, series);
    }
    auto& note = db_->statement("INSERT INTO result_note (job_id, series_id, description, labels, "
                                "printed_units) VALUES (?, ?, ?, ?, ?)");
    for (const auto& row : notes.rows()) {
        note.run(job, row.series_id, row.description, row.labels, row.printed_units);
    }
}

} // namespace cb::store
