#include "db/database.hpp"
#include "import/readers.hpp"
#include "json/writer.hpp"
#include "manifest/foreign_run.hpp"
#include "parse/find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

/// The database of current-bench, after its last migration (db/migrations): a row of `benchmarks`
/// for each test of a run, and of `benchmark_metadata` for the last run of each commit, worker and
/// image.
namespace cb::imports {

namespace {

/// A row per test of each run, and one without a test for a run that has none. Runs are ordered by
/// time within their commit and environment. $1: the only repository, or NULL.
///
/// No constraint tells apart runs without run_job_id, and the same row may be there twice.
constexpr std::string_view rows_of_runs = R"(
SELECT x.*, min(run_at) OVER run AS started_at, max(run_at) OVER run AS ended_at FROM (
  SELECT DISTINCT b.repo_id, b.commit, b.worker, b.docker_image,
    coalesce(b.run_job_id, 'at ' || b.run_at::text) AS run_key,
    b.run_job_id, b.build_job_id, b.branch, b.pull_number, coalesce(b.pull_base, m.pull_base) AS base,
    m.pr_title, m.commit_message, m.is_open_pr, b.version,
    extract(epoch FROM b.duration)::float8 AS duration_s,
    m.run_job_id IS NOT DISTINCT FROM b.run_job_id AND m.failed AS failed,
    m.run_job_id IS NOT DISTINCT FROM b.run_job_id AND m.cancelled AS cancelled,
    true AS success, m.reason, b.benchmark_name, b.test_name, b.test_index, b.metrics::text AS metrics,
    b.run_at AT TIME ZONE 'UTC' AS run_at
  FROM benchmarks b LEFT JOIN benchmark_metadata m
    ON (m.repo_id, m.commit, m.worker, m.docker_image) = (b.repo_id, b.commit, b.worker, b.docker_image)
  UNION ALL
  SELECT m.repo_id, m.commit, m.worker, m.docker_image,
    coalesce(m.run_job_id, 'at ' || m.run_at::text), m.run_job_id, m.build_job_id, m.branch,
    m.pull_number, m.pull_base, m.pr_title, m.commit_message, m.is_open_pr, NULL, NULL,
    coalesce(m.failed, false), coalesce(m.cancelled, false), coalesce(m.success, false), m.reason,
    NULL, NULL, NULL, NULL, m.run_at AT TIME ZONE 'UTC'
  FROM benchmark_metadata m WHERE NOT EXISTS (
    SELECT 1 FROM benchmarks b
    WHERE (m.repo_id, m.commit, m.worker, m.docker_image) = (b.repo_id, b.commit, b.worker, b.docker_image)
      AND m.run_job_id IS NOT DISTINCT FROM b.run_job_id)
) x WHERE $1::text IS NULL OR repo_id = $1::text
WINDOW run AS (PARTITION BY repo_id, commit, worker, docker_image, run_key)
ORDER BY repo_id, commit, worker, docker_image, started_at, run_key, benchmark_name, test_index, test_name
)";

/// The columns of rows_of_runs.
enum Column {
    repo_id,
    commit_hash,
    worker,
    docker_image,
    run_key,
    run_job_id,
    build_job_id,
    branch,
    pull_number,
    pull_base,
    pr_title,
    commit_message,
    is_open_pr,
    version,
    duration_s,
    failed,
    cancelled,
    success,
    reason,
    benchmark_name,
    test_name,
    test_index,
    metrics,
    run_at,
    started_at,
    ended_at
};

/// What identifies a run.
struct RunName {
    std::string repo, commit, worker, image, key;
    friend bool operator==(const RunName&, const RunName&) = default;
};

/// A run with its tests.
struct BenchRun {
    RunName name;
    std::uint64_t attempt = 1; ///< counts the runs of the commit in this environment
    Source source;
    Run run;
    std::optional<Time> ended_at;
    bool is_failed = false, is_cancelled = false, is_over = true;
    std::string reason;
    std::string objects; ///< the tests as current-bench's JSON, a line each
};

RunName name_of(const db::Row& row)
{
    return {.repo = std::string{row.text(repo_id)},
            .commit = std::string{row.text(commit_hash)},
            .worker = std::string{row.text(worker)},
            .image = std::string{row.text(docker_image)},
            .key = std::string{row.text(run_key)}};
}

std::string first_line(std::string_view text)
{
    return std::string{text.substr(0, text.find('\n'))};
}

Source source_of(const db::Row& row, const Output& output)
{
    constexpr std::string_view local = "local/"; // the owner of directories of the server
    Source source;
    source.repo = row.text(repo_id);
    source.commit = output.find_commit(row.text(commit_hash));
    source.branch = row.maybe_text(branch);
    if (!source.repo.starts_with(local)) {
        source.url = "https://github.com/" + source.repo;
    }
    if (const auto number = row.maybe_integer(pull_number)) {
        source.pull = Pull{.number = static_cast<std::uint64_t>(std::max<std::int64_t>(*number, 0)),
                           .title = std::string{row.text(pr_title)},
                           .author = {},
                           .base = std::string{row.text(pull_base)},
                           .base_commit = {},
                           .head_repo = {}};
    }
    if (const auto message = row.maybe_text(commit_message)) {
        source.subject = first_line(*message);
    }
    return source;
}

Run run_of(const db::Row& row)
{
    auto run = make_foreign_run("current-bench");
    run.image = row.text(docker_image);
    run.started_at = row.time(started_at).value_or(Time{});
    if (const auto duration = row.maybe_real(duration_s); duration && *duration >= 0) {
        run.wall_s = *duration;
    }
    for (const auto& [name, column] : {std::pair{"run_job_id", run_job_id},
                                       {"build_job_id", build_job_id},
                                       {"version", version}}) {
        if (!row.text(column).empty()) {
            run.provenance.emplace(name, row.text(column));
        }
    }
    if (!row.is_null(pull_number) && !row.is_null(is_open_pr)) {
        run.provenance.emplace("pull_state", row.truth(is_open_pr) ? "open" : "closed");
    }
    return run;
}

BenchRun begin_run(const db::Row& row, const Output& output)
{
    return {.name = name_of(row),
            .source = source_of(row, output),
            .run = run_of(row),
            .ended_at = row.time(ended_at),
            .is_failed = row.truth(failed),
            .is_cancelled = row.truth(cancelled),
            .is_over = row.truth(failed) || row.truth(cancelled) || row.truth(success),
            .reason = std::string{row.text(reason)},
            .objects = {}};
}

/// The test as the benchmark printed it. The database holds current-bench's own normal form.
std::string object_of(const db::Row& row)
{
    JsonWriter json;
    json.begin_object().member("name", row.text(benchmark_name)).key("results").begin_array();
    json.begin_object().member("name", row.text(test_name)).key("metrics").raw(row.text(metrics));
    json.end_object().end_array().end_object();
    return json.take() + '\n';
}

JobId identity_of(const BenchRun& run, const Config& config)
{
    JsonWriter origin;
    origin.begin_array().value("current-bench");
    for (const auto* const text :
         {&run.name.repo, &run.name.commit, &run.name.worker, &run.name.image, &run.name.key}) {
        origin.value(*text);
    }
    return JobId::from(origin.value(config.name).end_array().take());
}

void take_failure(Manifest& job, const BenchRun& run)
{
    if (run.is_cancelled) {
        job.fail({.stage = Stage::run,
                  .reason = "cancelled",
                  .message = run.reason,
                  .fault = Fault::machine});
    } else if (run.is_failed) {
        job.fail({.stage = Stage::run, .reason = "unknown", .message = run.reason});
    } else if (job.results().empty()) {
        job.fail({.stage = Stage::parse,
                  .reason = "no_results",
                  .message = "current-bench has no result of this run"});
    }
}

Manifest job_of(BenchRun run, const Output& output)
{
    const auto config = output.config(run.name.image);
    auto found = parse::find_results(run.objects, parse::Format::cb);
    if (run.objects.find("\"lines\"") == std::string::npos) {
        for (auto& result : found.results) {
            result.lines.clear(); // they are not of the log
        }
    }
    const auto read_at = output.settings().read_at ? output.settings().read_at : run.ended_at;
    Manifest job{identity_of(run, config), std::move(run.source), Config{config}, run.attempt};
    if (auto name = WorkerName::parse(run.name.worker)) {
        job.set(std::move(*name));
    }
    if (run.is_failed || run.is_cancelled) {
        run.run.outcome = Open<Outcome>::read("unknown");
    }
    job.set(std::move(run.run));
    ParseFacts facts{.format = "cb",
                     .found = found.results.size(),
                     .rejected = std::move(found.rejected),
                     .read_at = read_at ? std::optional<Open<Time>>{*read_at} : std::nullopt};
    job.set(std::move(facts), std::move(found.results));
    take_failure(job, run);
    return job;
}

/// Gathers the rows of each run.
class Runs {
public:
    explicit Runs(Output& output) : output_{output} {}

    void take(const db::Row& row)
    {
        if (auto name = name_of(row); !run_ || run_->name != name) {
            finish();
            const bool is_repeated = last_ && is_same_environment(*last_, name);
            attempt_ = is_repeated ? attempt_ + 1 : 1;
            run_ = begin_run(row, output_);
            run_->attempt = attempt_;
            last_ = std::move(name);
        }
        if (!row.is_null(metrics)) {
            run_->objects += object_of(row);
        } else if (!row.is_null(test_name)) {
            output_.lose("tests without metrics", std::string{row.text(test_name)});
        }
    }

    void finish()
    {
        if (!run_) {
            return;
        }
        auto run = std::move(*std::exchange(run_, std::nullopt));
        if (!run.source.commit) {
            output_.lose("runs whose commit is not a full hash", run.name.commit);
            run.run.provenance.emplace("commit", run.name.commit);
        }
        if (run.is_over) {
            output_.put(job_of(std::move(run), output_));
        } else {
            output_.lose("runs that had not ended", run.name.commit);
        }
    }

private:
    static bool is_same_environment(const RunName& a, const RunName& b)
    {
        return a.repo == b.repo && a.commit == b.commit && a.worker == b.worker &&
               a.image == b.image;
    }

    Output& output_;
    std::optional<BenchRun> run_{};
    std::optional<RunName> last_{};
    std::uint64_t attempt_ = 0;
};

} // namespace

void import_current_bench(const db::Conninfo& conninfo, Output& output)
{
    const auto database = db::open_foreign(conninfo);
    Runs runs{output};
    database->stream(
        rows_of_runs, {output.settings().repo}, [&runs](const db::Row& row) { runs.take(row); });
    runs.finish();
}

} // namespace cb::imports
