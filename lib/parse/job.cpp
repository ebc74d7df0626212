#include "parse/job.hpp"

#include "base/hash.hpp"
#include "json/writer.hpp"
#include "manifest/section_json.hpp"
#include "parse/run_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
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
                       most_series);
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
    if (series > most_series) { // the choice of which to keep would be arbitrary
        found.results.clear();
    }
    std::move(measured.begin(), measured.end(), std::back_inserter(found.results));
    job.set(std::move(facts), std::move(found.results));
    if (series == 0) {
        job.fail({.stage = Stage::parse, .reason = "no_results", .message = nothing});
    } else if (series > most_series) {
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
    write(origin, config);
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

/// The job of another commit. It stays the same job when the history grows, even if its results and
/// rejected entries then have other lines.
Manifest
past_job(const Past& past, const Source& of_text, const Config& config, const std::string& format)
{
    auto source = source_of(past, of_text);
    Found found{.results = past.results, .rejected = past.rejected};
    for (auto& result : found.results) {
        result.lines.clear();
    }
    for (auto& entry : found.rejected) {
        entry = {.line = 0, .column = 0, .field = "", .reason = std::move(entry.reason)};
    }
    Manifest job{identity_of(source, config, found), Source{source}, Config{config}};
    put(job, {.results = past.results, .rejected = past.rejected, .format = format});
    return job;
}

} // namespace

void parse_into(Manifest& job, Format format, Extent extent, Time read_at)
{
    if (job.run()) {
        const auto& run = *job.run();
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
                 .reason = fmt::format("the results of {} other commits are not of this job; give "
                                       "the file itself to cb parse",
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
    const auto format = found.format;
    if (past.empty() || !found.results.empty() || !found.rejected.empty()) {
        auto& job = jobs.emplace_back(
            identity_of(source_, config_, found), Source{source_}, Config{config_});
        put(job, std::move(found));
    }
    for (const auto& one : past) {
        jobs.push_back(past_job(one, source_, config_, format));
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
    for (const auto& past : found.past) {
        jobs.push_back(past_job(past, source_, config_, found.format));
    }
    has_found_ = has_found_ || !jobs.empty();
    return jobs;
}

} // namespace cb::parse
