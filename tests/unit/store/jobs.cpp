#include "jobs.hpp"

#include "lines_log.hpp"

#include <fmt/format.h>

namespace cb::store {

JobId job_id(std::string_view text)
{
    return JobId::parse(text).value();
}

CommitId commit_of(char digit)
{
    return CommitId::parse(std::string(40, digit)).value();
}

std::string hash_of(int number)
{
    return fmt::format("{:040x}", number);
}

Result result_of(std::string test, std::vector<double> values)
{
    Result result;
    result.benchmark = "index";
    result.test = std::move(test);
    result.metric = "time";
    result.unit = "ms";
    result.direction = Direction::lower;
    result.values = std::move(values);
    return result;
}

Source source_of(std::string repo, char commit)
{
    Source source;
    source.repo = std::move(repo);
    source.commit = commit_of(commit);
    source.branch = "main";
    source.committed_at = cb::Open<cb::Time>::read("2026-01-31T08:00:00Z");
    return source;
}

Manifest job_from(std::string_view job, Source source, std::vector<Result> results, Config config)
{
    Manifest manifest{job_id(job), std::move(source), std::move(config)};
    const auto found = results.size();
    manifest.set(ParseFacts{.format = "cb", .found = found, .rejected = {}}, std::move(results));
    return manifest;
}

Manifest plain_job(std::string_view job, std::vector<Result> results)
{
    return job_from(job, source_of("acme/index", '1'), std::move(results));
}

Manifest full_job(std::string_view job)
{
    auto source = source_of("acme/index", '2');
    source.url = "https://example.org/acme/index";
    source.parents = {commit_of('1')};
    source.tag = "v1";
    source.author = "Ada";
    source.authored_at = cb::Open<cb::Time>::read("2026-01-30T09:00:00+02:00");
    source.subject = "Replace the tree";
    source.pull = Pull{.number = 7,
                       .title = "Faster",
                       .author = "ada",
                       .base = "main",
                       .base_commit = {},
                       .head_repo = {}};
    Config config;
    config.worker = "rack-3";
    Manifest manifest{job_id(job), std::move(source), std::move(config)};
    Build build;
    build.image = "sha256:b";
    build.log = "built";
    manifest.set(build);
    Run run;
    run.image = "sha256:b";
    run.argv = {"make", "bench"};
    run.started_at = cb::Open<cb::Time>::read("2026-01-31T09:00:00Z");
    run.wall_s = 12.345678;
    run.exit_code = 0;
    run.host.key = "k1";
    run.host.name = "h1";
    run.host.cpu = "c";
    run.host.kernel = "6.1";
    run.output = "printed";
    run.log = "engine";
    manifest.set(run);
    auto with_note = result_of("insert", {1.5, 0.1 + 0.2});
    with_note.description = "per element";
    with_note.labels = {{"n", "1000"}};
    auto summary = result_of("delete", {});
    summary.summary = {{"min", 1}, {"avg", 2}, {"max", 4}};
    manifest.set(
        ParseFacts{.format = "cb",
                   .found = 2,
                   .rejected =
                       {{.line = 17, .column = 4, .field = "results/0", .reason = "not a number"}}},
        {with_note, summary});
    return manifest;
}

std::vector<Manifest> many_jobs(std::string_view prefix, int count, int results, int samples)
{
    std::vector<Manifest> jobs;
    for (int job = 0; job < count; ++job) {
        std::vector<Result> all;
        for (int i = 0; i < results; ++i) {
            std::vector<double> values;
            for (int sample = 0; sample < samples; ++sample) {
                values.push_back(job + i * 0.25 + sample * 1e-7);
            }
            all.push_back(result_of(fmt::format("test {}", i), std::move(values)));
        }
        jobs.push_back(plain_job(fmt::format("{}-{}", prefix, job), std::move(all)));
    }
    return jobs;
}

std::string exported(const Target& target, ExportFormat format)
{
    LinesLog log;
    return exported(target, format, log);
}

std::string exported(const Target& target, ExportFormat format, Log& log)
{
    auto queries = open_queries(target);
    std::string text;
    write_export(
        queries, select(queries, {}), format, [&](std::string_view piece) { text += piece; }, log);
    return text;
}

std::vector<Sample> all_samples(Store& store)
{
    std::vector<Sample> samples;
    store.for_each_sample([&](const Sample& sample) { samples.push_back(sample); });
    return samples;
}

} // namespace cb::store
