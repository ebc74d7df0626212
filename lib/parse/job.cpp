#include "parse/job.hpp"

#include "base/hash.hpp"
#include "json/writer.hpp"
#include "manifest/foreign_run.hpp"
#include "manifest/job_identity.hpp"
#include "manifest/section_json.hpp"
#include "parse/run_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace cb::parse {

namespace {

std::string nothing_found(const std::vector<Rejected>& rejected, const std::string& hint)
{
    const auto end = hint.empty() ? hint : "; " + hint;
    if (rejected.empty()) {
        return "the benchmark printed no result; docs/formats.md shows what is looked for, and cb "
               "parse --measure-only does without" +
               end;
    }
    const auto& first = rejected.front();
    return fmt::format(
        "the benchmark printed no result that could be taken; the first of {} that were "
        "rejected is on line {}, column {}: {}{}{}{}",
        rejected.size(),
        first.line,
        first.column,
        first.field,
        first.field.empty() ? "" : " ",
        first.reason,
        end);
}

std::string too_many(std::size_t series)
{
    return fmt::format("the benchmark printed results of {} series, and a job may have {}: each is "
                       "kept for ever; docs/parse.md",
                       series,
                       max_series);
}

/// `measured` are results that were not printed: without others the job still fails.
void put(Manifest& job,
         Found found,
         std::vector<Result> measured = {},
         std::optional<Time> read_at = std::nullopt)
{
    ParseFacts facts{.format = std::move(found.format),
                     .found = found.results.size(),
                     .rejected = std::move(found.rejected),
                     .read_at = read_at};
    const auto series = found.results.size();
    const auto nothing = series == 0 ? nothing_found(facts.rejected, found.hint) : "";
    if (series > max_series) { // the choice of which to keep would be arbitrary
        found.results.clear();
    }
    std::move(measured.begin(), measured.end(), std::back_inserter(found.results));
    job.set(std::move(facts), std::move(found.results));
    if (series == 0) {
        job.fail({.stage = Stage::parse, .reason = "no_results", .message = nothing});
    } else if (series > max_series) {
        job.fail({.stage = Stage::parse, .reason = "too_many_series", .message = too_many(series)});
    }
}

/// The file's facts about the commit, completed by those of the text.
Source source_of(const Past& past, const Source& of_text)
{
    auto source = past.source;
    if (source.repo.empty()) {
        source.repo = of_text.repo;
    }
    if (!source.url) {
        source.url = of_text.url;
    }
    return source;
}

void add(Sha256& hash, std::string_view text)
{
    const std::uint64_t size = text.size(); // so that "ab", "c" is not "a", "bc"
    hash.update({reinterpret_cast<const char*>(&size), sizeof size});
    hash.update(text);
}

/// In memory representation, because there are millions of them.
template <typename Number> std::string_view bytes_of(const std::vector<Number>& numbers)
{
    return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)};
}

void add(Sha256& hash, const Result& result)
{
    for (const auto& text : {result.benchmark, result.test, result.metric, result.unit}) {
        add(hash, text);
    }
    add(hash, bytes_of(result.values));
    for (const auto& [name, value] : result.summary.value_or(std::map<std::string, double>{})) {
        add(hash, fmt::format("{}={}", name, value));
    }
    add(hash, bytes_of(result.lines));
}

/// Derived from the results, not from the surrounding text.
JobId identity_of(const Source& source, const Config& config, const Found& found)
{
    JsonWriter origin;
    origin.begin_array();
    auto place = source;
    place.position.reset(); // a clone with more history gives the same job
    write(origin, place);
    write_identity(origin, config);
    origin.end_array();
    Sha256 hash;
    add(hash, origin.text());
    for (const auto& result : found.results) {
        add(hash, result);
    }
    for (const auto& entry : found.rejected) {
        add(hash, fmt::format("{} {} {} {}", entry.line, entry.column, entry.field, entry.reason));
    }
    return JobId::from(hash.hex());
}

/// The identity of results without the places in the text, which change as a history grows.
JobId identity_of_content(const Past& past, const Source& source, const Config& config)
{
    Found found{.results = past.results, .rejected = past.rejected};
    for (auto& result : found.results) {
        result.lines.clear();
    }
    for (auto& entry : found.rejected) {
        entry = {.line = 0, .column = 0, .field = "", .reason = std::move(entry.reason)};
    }
    return identity_of(source, config, found);
}

/// The identity of what a tool measured together, whatever its results are: the history may grow.
/// If nothing tells the parts apart, the results do.
JobId identity_of(const Past& past,
                  const Source& source,
                  const Config& config,
                  const std::string& format)
{
    if (past.part.empty()) {
        return identity_of_content(past, source, config);
    }
    JsonWriter origin;
    origin.begin_array().value("history").value(format).value(source.repo);
    origin.value(source.commit ? std::optional{source.commit->hex()} : std::nullopt);
    origin.value(past.part);
    write_identity(origin, config);
    origin.end_array();
    return JobId::from(origin.text());
}

/// What the history says about the run; nullopt if nothing.
std::optional<Run> run_of(const Past& past, const std::string& format)
{
    if (!past.first_measured_at && past.host == Host{} && past.provenance.empty()) {
        return std::nullopt;
    }
    auto run = make_foreign_run(format);
    if (past.first_measured_at) {
        run.started_at = *past.first_measured_at;
    }
    run.host = past.host;
    run.provenance = past.provenance;
    return run;
}

/// Whether the text belongs to one commit only.
bool is_of_one_commit(const std::vector<Past>& past)
{
    return std::all_of(past.begin(), past.end(), [&past](const Past& one) {
        return one.source.commit == past.front().source.commit;
    });
}

/// Whether there is nothing to read again, as in a job that cb import or cb export wrote.
bool is_output_absent(const Run& run)
{
    return run.output.empty() && run.error_output.empty() && run.files.empty() &&
           run.iterations.empty();
}

/// A job would not say which commit it is of.
void refuse_history(const std::vector<Past>& past)
{
    if (!is_of_one_commit(past)) {
        std::set<std::string> commits;
        for (const auto& one : past) {
            commits.insert(one.source.commit ? one.source.commit->hex() : "");
        }
        throw Error{Errc::bad_input,
                    fmt::format("this is a history with results of {} commits; cb import reads it",
                                commits.size())};
    }
}

} // namespace

Manifest make_past_job(const Past& past,
                       const Source& of_text,
                       const Config& config,
                       const std::string& format)
{
    auto source = source_of(past, of_text);
    const auto identity = identity_of(past, source, config, format);
    Manifest job{identity, std::move(source), Config{config}};
    if (auto run = run_of(past, format)) {
        if (auto worker = WorkerName::parse(run->host.name)) {
            job.set(std::move(*worker));
        }
        job.set(std::move(*run));
    }
    put(job,
        {.results = past.results, .rejected = past.rejected, .format = format},
        {},
        past.last_measured_at);
    return job;
}

void parse_into(Manifest& job, Format format, Extent extent, std::optional<Time> read_at)
{
    if (job.run() && !(job.parsed() && is_output_absent(*job.run()))) {
        const auto& run = *job.run();
        if (run.outcome == Outcome::not_relevant) {
            job.set(ParseFacts{.format = "run", .found = 0, .rejected = {}, .read_at = read_at},
                    {});
            return;
        }
        auto measured = measured_results(run, job.config());
        if (extent == Extent::measures) {
            job.set(ParseFacts{.format = "run", .found = 0, .rejected = {}, .read_at = read_at},
                    std::move(measured));
            return;
        }
        auto found = find_run_results(run, format);
        if (!found.past.empty()) {
            found.rejected.push_back(
                {.line = 1,
                 .column = 1,
                 .field = "",
                 .reason = fmt::format("the results of {} other jobs do not belong to this one; "
                                       "cb import reads a history",
                                       found.past.size())});
        }
        put(job, std::move(found), std::move(measured), read_at);
    }
}

TextJob::TextJob(Source source, Config config, Format format)
    : source_{std::move(source)}, config_{std::move(config)}, reader_{format}
{}

std::vector<Manifest> TextJob::finish()
{
    auto found = reader_.finish();
    std::vector<Manifest> jobs;
    const auto past = std::exchange(found.past, {});
    refuse_history(past);
    const auto format = found.format;
    if (past.empty() || !found.results.empty() || !found.rejected.empty()) {
        auto& job = jobs.emplace_back(
            identity_of(source_, config_, found), Source{source_}, Config{config_});
        put(job, std::move(found));
    }
    for (const auto& one : past) {
        jobs.push_back(make_past_job(one, source_, config_, format));
    }
    return jobs;
}

FollowedText::FollowedText(Source source, Config config, Format format)
    : source_{std::move(source)}, config_{std::move(config)}, reader_{format, Same::apart}
{}

std::vector<Manifest> FollowedText::take()
{
    return jobs_of(reader_.take());
}

std::vector<Manifest> FollowedText::finish()
{
    auto found = reader_.finish();
    auto format = found.format;
    auto hint = found.hint;
    auto jobs = jobs_of(std::move(found));
    if (!has_found_ || !rejected_.empty()) {
        auto& job =
            jobs.emplace_back(identity_of(source_, config_, {}), Source{source_}, Config{config_});
        put(job,
            {.rejected = std::move(rejected_),
             .format = std::move(format),
             .hint = has_found_ ? std::string{} : std::move(hint)});
    }
    return jobs;
}

/// The entries up to that line.
std::vector<Rejected> FollowedText::take_rejected(std::uint64_t last_line)
{
    const auto later = std::stable_partition(
        rejected_.begin(), rejected_.end(), [last_line](const Rejected& entry) {
            return entry.line <= last_line;
        });
    std::vector<Rejected> taken{std::move_iterator{rejected_.begin()}, std::move_iterator{later}};
    rejected_.erase(rejected_.begin(), later);
    return taken;
}

/// Results with the same lines come from one object or line, and so belong to one job.
std::vector<Manifest> FollowedText::jobs_of(Found found)
{
    std::vector<Manifest> jobs;
    std::move(found.rejected.begin(), found.rejected.end(), std::back_inserter(rejected_));
    for (auto at = found.results.begin(); at != found.results.end();) {
        const auto end = std::find_if(
            at, found.results.end(), [at](const Result& r) { return r.lines != at->lines; });
        const auto last_line = at->lines.back().second;
        Found one{.results = {std::move_iterator{at}, std::move_iterator{end}},
                  .format = found.format};
        auto& job =
            jobs.emplace_back(identity_of(source_, config_, one), Source{source_}, Config{config_});
        one.rejected = take_rejected(last_line); // depends on the chunks
        put(job, std::move(one));
        at = end;
    }
    for (auto& past : found.past) {
        jobs.push_back(make_past_job(past, source_, config_, found.format));
        past.results.clear();
        past.rejected.clear();
        past_.push_back(std::move(past));
    }
    refuse_history(past_);
    has_found_ = has_found_ || !jobs.empty();
    return jobs;
}

} // namespace cb::parse
