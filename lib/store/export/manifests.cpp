#include "base/gzip.hpp"
#include "db/dialect.hpp"
#include "json/writer.hpp"
#include "manifest/manifest.hpp"
#include "manifest/section_json.hpp"
#include "manifest/split.hpp"
#include "manifest/unknown_members.hpp"
#include "manifest/words.hpp"
#include "store/alias_records.hpp"
#include "store/export/format.hpp"
#include "store/queries_sql.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cb::store {

namespace {

/// What a manifest needs of a run besides a StoredJob.
struct RunRecord {
    std::string source, config; ///< JSON, like the next two
    std::optional<std::string> build, run;
    std::optional<std::string> format;
    std::optional<Time> asked_at, read_at;
    std::string output, error_output, files, build_log, engine_log;
    std::string reading;         ///< "" if it is not known
    std::string unknown_members; ///< as stored; "" for none
    std::uint64_t measurements = 0;
    std::vector<Rejected> rejected{};
};

std::string unpacked(const db::Row& row, int column)
{
    return row.is_null(column) ? ""
                               : value_or_throw(gunzip(row.bytes(column), max_gunzipped),
                                                Errc::bad_input,
                                                "the database, a log");
}

RunRecord record_of(const db::Row& row)
{
    return {.source = std::string{row.text(0)},
            .config = std::string{row.text(1)},
            .build = row.maybe_text(2),
            .run = row.maybe_text(3),
            .format = row.maybe_text(4),
            .asked_at = row.time(5),
            .read_at = row.time(6),
            .output = unpacked(row, 7),
            .error_output = unpacked(row, 8),
            .files = unpacked(row, 9),
            .build_log = unpacked(row, 10),
            .engine_log = unpacked(row, 11),
            .reading = std::string{row.text(12)},
            .unknown_members = std::string{row.text(13)},
            .measurements = static_cast<std::uint64_t>(row.integer(14))};
}

std::optional<RunRecord> read_record(db::Database& database, RowId id)
{
    std::optional<RunRecord> record;
    const auto transaction = database.begin_read();
    transaction->query(
        "SELECT source, config, build, run, format, asked_at, read_at, output, error_output, "
        "files, build_log, engine_log, coalesce(reading, ''), coalesce(unknown_members, ''), "
        "(SELECT count(*) FROM measurement m WHERE m.repository_id = $1 AND m.job_id = $2) "
        "FROM job LEFT JOIN log ON log.repository_id = job.repository_id AND log.job_id = job.id "
        "WHERE job.repository_id = $1 AND job.id = $2 "
        "AND job.pruned_at IS NULL",
        {id.repository_id, id.id},
        [&record](const db::Row& row) { record = record_of(row); });
    transaction->query("SELECT line_number, column_number, field, reason FROM rejected "
                       "WHERE repository_id = $1 AND job_id = $2 ORDER BY position",
                       {id.repository_id, id.id},
                       [&record](const db::Row& row) {
                           record->rejected.push_back(
                               {.line = static_cast<std::uint64_t>(row.integer(0)),
                                .column = static_cast<std::uint64_t>(row.integer(1)),
                                .field = std::string{row.text(2)},
                                .reason = std::string{row.text(3)}});
                       });
    return record;
}

/// The results that a measurement is made of: one for the samples, and one for each summary.
void write_results(JsonWriter& json, const StoredMeasurement& measurement, Losses& losses)
{
    const auto& series = measurement.series;
    const auto units = stored_names(measurement.printed_units);
    Result result{.benchmark = series.benchmark,
                  .test = series.test,
                  .metric = series.metric,
                  .unit = series.unit,
                  .printed_units = {units.begin(), units.end()},
                  .direction = series.direction,
                  .description = measurement.description.value_or(""),
                  .values = measurement.samples,
                  .summary = {},
                  .lines = {},
                  .labels = stored_labels(measurement.labels)};
    if (!result.values.empty()) {
        write(json, result);
        result.values.clear();
    }
    for (const auto& summary : measurement.summaries) {
        result.summary = summary;
        write(json, result);
    }
    if (measurement.samples.empty() && measurement.summaries.empty()) {
        losses.add("samples are retired: their figures are written as summaries");
        result.summary = to_statistics(measurement.figures);
        write(json, result);
    }
}

/// The object with this member instead of another one of the name.
std::string with_member(std::string_view object, std::string_view name, std::string_view value)
{
    std::string key;
    append_json_string(key, name);
    std::string text = "{";
    for (const auto& member : members_of(object)) {
        if (member.key != key) {
            text += fmt::format("{}:{},", member.key, member.value);
        }
    }
    return text + fmt::format("{}:{}}}", key, value);
}

void add_parse(JsonWriter& json, const RunRecord& record)
{
    write(json.key("parse"),
          ParseFacts{.format = *record.format,
                     .found = record.measurements,
                     .rejected = record.rejected,
                     .read_at = record.read_at ? std::optional{Open<Time>{*record.read_at}}
                                               : std::nullopt});
}

/// A manifest with all that is stored except logs and results, with JSON as the database spells it.
std::string draft_of(const StoredJob& job, const RunRecord& record)
{
    JsonWriter json;
    json.begin_object()
        .member("cb", Manifest::version)
        .member("job", job.info.job)
        .member("work", job.info.work)
        .member("attempt", job.info.attempt)
        .member("asked_at", to_rfc3339(record.asked_at));
    if (WorkerName::parse(job.info.worker)) {
        json.member("worker", job.info.worker);
    }
    json.member("status", to_word(job.info.status));
    if (job.info.failure) {
        write(json.key("failure"), *job.info.failure);
    }
    json.key("source").raw(record.source).key("config").raw(record.config);
    if (record.build) {
        json.key("build").raw(*record.build);
    }
    if (record.run) {
        json.key("run").raw(
            with_member(*record.run, "files", record.files.empty() ? "[]" : record.files));
    }
    if (record.format) {
        add_parse(json, record);
    }
    json.key("results").begin_array();
    return json.end_array().end_object().take();
}

/// Reads it together with what the cb that stored it did not know, which this one may know.
Manifest read_draft(const StoredJob& job, RunRecord& record)
{
    auto& unknown = record.unknown_members;
    std::replace(unknown.begin(), unknown.end(), '\n', ' '); // a manifest is one line
    return value_or_throw(Manifest::parse(with_unknown_members(draft_of(job, record), unknown)),
                          Errc::bad_input,
                          fmt::format("the database, job {}", job.info.job));
}

template <typename Section>
void add_section(JsonWriter& json, std::string_view name, const Section& section)
{
    json.key(name);
    write(json, section);
}

/// The manifest without its results, with its logs and with the commit's position if that became
/// known later. Both databases give the same text.
std::string head_of(const StoredJob& job, RunRecord record)
{
    const auto draft = read_draft(job, record);
    JsonWriter json;
    json.begin_object()
        .member("cb", Manifest::version)
        .member("job", draft.job().text())
        .member("work", draft.work().text())
        .member("attempt", draft.attempt());
    if (draft.asked_at()) {
        json.member("asked_at", to_rfc3339(*draft.asked_at()));
    }
    if (draft.worker()) {
        json.member("worker", draft.worker()->text());
    }
    json.member("status", to_word(draft.status()));
    if (draft.failure()) {
        add_section(json, "failure", *draft.failure());
    }
    auto source = draft.source();
    if (!source.position && job.commit) {
        source.position = job.commit->position;
    }
    add_section(json, "source", source);
    add_section(json, "config", draft.config());
    if (auto build = draft.build()) {
        build->log = std::move(record.build_log);
        add_section(json, "build", *build);
    }
    if (auto run = draft.run()) {
        run->output = std::move(record.output);
        run->error_output = std::move(record.error_output);
        run->log = std::move(record.engine_log);
        add_section(json, "run", *run);
    }
    if (draft.parsed()) {
        add_section(json, "parse", *draft.parsed());
    }
    return with_unknown_members(json.end_object().take(), draft.unknown_members());
}

/// Writes the manifest, one measurement at a time. A run that is replaced meanwhile is left out.
void write_manifest(const Export& what, const StoredJob& job, RunRecord record, RowId run)
{
    const auto reading = record.reading;
    const bool has_results = record.measurements > 0;
    JsonWriter results{[&what](std::string_view text) { what.out.add(text); }};
    bool is_begun = false;
    const auto begin = [&] {
        auto head = head_of(job, std::move(record));
        head.back() = ','; // the object continues
        what.out.add(head);
        what.out.add("\"results\":");
        results.begin_array();
        is_begun = true;
    };
    for_each_measurement(
        what.queries.database(), run, reading, [&](const StoredMeasurement& measurement) {
            if (!is_begun) {
                begin();
            }
            write_results(results, measurement, what.losses);
        });
    if (!is_begun && !has_results) {
        begin();
    }
    if (is_begun) {
        results.end_array().flush();
        what.out.add("}\n");
    }
}

/// All runs of these jobs, the current ones included.
std::vector<RowId> runs_of(db::Database& database, std::span<const RowId> jobs)
{
    std::vector<RowId> runs;
    database.begin_read()->query(
        fmt::format("SELECT other.repository_id, other.id FROM {} "
                    "JOIN job ON job.repository_id = x.repository_id AND job.id = x.id "
                    "JOIN job other ON other.repository_id = job.repository_id "
                    "AND other.job = job.job "
                    "ORDER BY other.job, other.started_at NULLS LAST, other.asked_at NULLS LAST, "
                    "other.host_name, other.failure_stage, other.failure_reason, other.id",
                    db::records_of_json(database.backend(), sql::row_ids)),
        {ids_json(jobs)},
        [&runs](const db::Row& row) {
            runs.push_back({row.integer(0), row.integer(1)});
        });
    return runs;
}

void write_runs(const Export& what, std::span<const RowId> jobs)
{
    auto& database = what.queries.database();
    for (const auto run : runs_of(database, jobs)) {
        const auto job = read_run(database, run);
        auto record = read_record(database, run);
        if (job && record) {
            write_manifest(what, *job, std::move(*record), run);
        }
    }
}

void write_aliases(const Export& what, const std::string& repository)
{
    const auto transaction = what.queries.database().begin_read();
    for (const auto& record : alias_records(*transaction, repository)) {
        what.out.add(record.to_json() + "\n");
    }
}

} // namespace

/// All runs of each job, one manifest each, with the names that were measured; then the aliases.
void write_manifests(const Export& what)
{
    constexpr std::size_t jobs_per_query = 32;
    for (const auto& selection : what.selections) {
        const auto& series = selection.series;
        if (series.benchmark || series.test || series.metric) {
            throw Error{Errc::usage,
                        "--format manifests writes whole jobs, so --benchmark, --test and --metric "
                        "cannot restrict it"};
        }
        const auto jobs = select_jobs(what.queries.database(), selection);
        Progress progress{what.log, exporting(selection, jobs)};
        for (std::span<const RowId> rest{jobs}; !rest.empty();) {
            const auto some = rest.first(std::min(rest.size(), jobs_per_query));
            write_runs(what, some);
            progress.advance(some.size());
            rest = rest.subspan(some.size());
        }
        if (!jobs.empty()) {
            write_aliases(what, selection.repository);
        }
    }
}

} // namespace cb::store
