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

} // namespace

void parse_into(Manifest& job, Format format)
{
    if (job.run()) {
        put(job, find_results(job.run()->output, format));
    }
}

TextJob::TextJob(Source source, Config config, Format format)
    : source_{std::move(source)}, config_{std::move(config)}, reader_{make_reader(format)}
{}

void TextJob::feed(std::string_view chunk)
{
    hash_.update(chunk);
    reader_->feed(chunk);
}

Manifest TextJob::finish()
{
    JsonWriter identity;
    identity.begin_array();
    write(identity, source_);
    write(identity, config_);
    identity.value(hash_.hex()).end_array();
    Manifest job{JobId::from(identity.text()), std::move(source_), std::move(config_)};
    put(job, reader_->finish());
    return job;
}

Manifest from_text(std::string_view text, Source source, Config config, Format format)
{
    TextJob job{std::move(source), std::move(config), format};
    job.feed(text);
    return job.finish();
}

} // namespace cb::parse
