#include "parse/job.hpp"

#include "base/json_writer.hpp"
#include "manifest/section_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace cb::parse {

namespace {

std::string nothing_found(const std::vector<Rejected>& rejected)
{
    if (rejected.empty()) {
        return "the benchmark printed no result; docs/formats.md shows what is looked for";
    }
    const auto& first = rejected.front();
    return fmt::format(
        "the benchmark printed no result that could be taken; the first of {} that were "
        "rejected is on line {}, column {}: {}{}{}",
        rejected.size(),
        first.line,
        first.column,
        first.field,
        first.field.empty() ? "" : " ",
        first.reason);
}

void put(Manifest& job, Found found)
{
    ParseFacts facts{.format = std::move(found.format),
                     .found = found.results.size(),
                     .rejected = std::move(found.rejected)};
    if (found.results.empty()) {
        job.fail({.stage = Stage::parse,
                  .reason = "no_results",
                  .message = nothing_found(facts.rejected)});
    }
    job.set(std::move(facts), std::move(found.results));
}

/// What the file says of the commit, and for the rest what is known of the text.
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

/// Made of what was found, and not of the text around it.
JobId identity_of(const Source& source, const Config& config, const std::vector<Result>& results)
{
    JsonWriter identity;
    identity.begin_array();
    write(identity, source);
    write(identity, config);
    for (const auto& result : results) {
        identity.value(result.benchmark).value(result.test).value(result.metric);
        for (const double value : result.values) {
            identity.value(value);
        }
        for (const auto& [first, last] : result.lines) {
            identity.value(first).value(last);
        }
    }
    identity.end_array();
    return JobId::from(identity.text());
}

/// The job of another commit. It stays the same job when the history grows, whatever lines its
/// results then stand on.
Manifest past_job(const Past& past, const Source& of_text, const Config& config)
{
    auto source = source_of(past, of_text);
    auto results = past.results;
    for (auto& result : results) {
        result.lines.clear();
    }
    const auto id = identity_of(source, config, results);
    Manifest job{id, std::move(source), Config{config}};
    put(job, {.results = past.results});
    return job;
}

} // namespace

void parse_into(Manifest& job, Format format)
{
    if (job.run()) {
        auto found = find_results(job.run()->output, format);
        if (!found.past.empty()) {
            found.rejected.push_back(
                {.line = 1,
                 .column = 1,
                 .field = "",
                 .reason = fmt::format("the results of {} other commits are not of this job; give "
                                       "the file itself to cb parse",
                                       found.past.size())});
        }
        put(job, std::move(found));
    }
}

TextJob::TextJob(Source source, Config config, Format format)
    : source_{std::move(source)}, config_{std::move(config)}, reader_{format}
{}

void TextJob::feed(std::string_view chunk)
{
    hash_.update(chunk);
    reader_.feed(chunk);
}

std::vector<Manifest> TextJob::finish()
{
    auto found = reader_.finish();
    std::vector<Manifest> jobs;
    const auto past = std::exchange(found.past, {});
    if (past.empty() || !found.results.empty() || !found.rejected.empty()) {
        JsonWriter identity;
        identity.begin_array();
        write(identity, source_);
        write(identity, config_);
        identity.value(hash_.hex()).end_array();
        auto& job =
            jobs.emplace_back(JobId::from(identity.text()), Source{source_}, Config{config_});
        put(job, std::move(found));
    }
    for (const auto& one : past) {
        jobs.push_back(past_job(one, source_, config_));
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
    auto jobs = jobs_of(std::move(found));
    if (!has_found_ || !rejected_.empty()) {
        auto& job =
            jobs.emplace_back(identity_of(source_, config_, {}), Source{source_}, Config{config_});
        put(job, {.rejected = std::move(rejected_), .format = std::move(format)});
    }
    return jobs;
}

/// Those up to that line.
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

/// Results of the same lines are of one object or line, and so of one job.
std::vector<Manifest> FollowedText::jobs_of(Found found)
{
    std::vector<Manifest> jobs;
    std::move(found.rejected.begin(), found.rejected.end(), std::back_inserter(rejected_));
    for (auto at = found.results.begin(); at != found.results.end();) {
        const auto end = std::find_if(
            at, found.results.end(), [at](const Result& r) { return r.lines != at->lines; });
        auto rejected = take_rejected(at->lines.back().second);
        Found one{.results = {std::move_iterator{at}, std::move_iterator{end}},
                  .rejected = std::move(rejected),
                  .format = found.format};
        auto& job = jobs.emplace_back(
            identity_of(source_, config_, one.results), Source{source_}, Config{config_});
        put(job, std::move(one));
        at = end;
    }
    for (const auto& past : found.past) {
        jobs.push_back(past_job(past, source_, config_));
    }
    has_found_ = has_found_ || !jobs.empty();
    return jobs;
}

} // namespace cb::parse
