#include "parse/job.hpp"

#include "base/json_writer.hpp"
#include "manifest/section_json.hpp"

#include <fmt/format.h>

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

/// The job of another commit. Its identity is made of its own results, so that it stays the same in
/// a longer history.
Manifest past_job(const Past& past, const Source& of_text, const Config& config)
{
    auto source = source_of(past, of_text);
    JsonWriter identity;
    identity.begin_array();
    write(identity, source);
    write(identity, config);
    for (const auto& result : past.results) {
        identity.value(result.benchmark).value(result.test).value(result.metric);
        for (const double value : result.values) {
            identity.value(value);
        }
    }
    identity.end_array();
    Manifest job{JobId::from(identity.text()), std::move(source), Config{config}};
    Found found{.results = past.results};
    put(job, std::move(found));
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

} // namespace cb::parse
