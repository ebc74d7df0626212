#include "store/rows.hpp"

#include "base/gzip.hpp"
#include "base/hash.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "db/row.hpp"
#include "manifest/section_json.hpp"
#include "manifest/words.hpp"
#include "store/reading.hpp"
#include "store/storable.hpp"

namespace cb::store {

namespace {

constexpr std::size_t most_log_bytes = 64U << 20U;

std::optional<std::string> maybe_storable(const std::optional<std::string>& text)
{
    return text ? std::optional{storable(*text)} : std::nullopt;
}

template <typename Section> std::string json_of(const Section& section)
{
    JsonWriter json;
    write(json, section);
    return storable_json(json.take());
}

std::optional<std::string> maybe_expected(const Source& source)
{
    if (source.perf_expected.empty()) {
        return std::nullopt;
    }
    JsonWriter json;
    json.begin_array();
    for (const auto& text : source.perf_expected) {
        json.value(storable(text));
    }
    return json.end_array().take();
}

std::string digest_of(std::initializer_list<std::string_view> parts)
{
    std::string key;
    for (const auto part : parts) {
        append_part(key, part);
    }
    return sha256_hex(key);
}

EnvironmentRow environment_of(const Manifest& manifest)
{
    const auto host = manifest.run() ? manifest.run()->host : Host{};
    return {.digest = environment_digest(host.key),
            .host_key = storable(host.key),
            .host_name = storable(host.name),
            .cpu = storable(host.cpu),
            .kernel = storable(host.kernel)};
}

void take_failure(JobRows& rows, const Manifest& manifest)
{
    rows.status = to_word(manifest.status());
    if (const auto& failure = manifest.failure()) {
        rows.failure_stage = to_word(failure->stage);
        rows.failure_reason = storable(failure->reason);
        rows.failure_message = storable(failure->message);
        // An unknown fault leaves the job due.
        rows.fault = to_word(failure->fault.value_or(Fault::machine));
    }
}

void take_run(JobRows& rows, const Manifest& manifest)
{
    if (auto build = manifest.build()) {
        build->log.clear(); // stored in the table log
        rows.build = json_of(*build);
        rows.image = storable(build->image);
    }
    if (auto run = manifest.run()) {
        run->output.clear(); // stored in the table log, like those below
        run->error_output.clear();
        run->files.clear();
        run->log.clear();
        rows.run = json_of(*run);
        rows.started_at = storable_time(known(run->started_at));
        rows.wall_s = run->wall_s ? std::optional{storable(*run->wall_s)} : std::nullopt;
        rows.outcome = to_word(run->outcome);
        rows.exit_code = run->exit_code;
        rows.image = storable(run->image);
        rows.verdict = to_word(run->fitness.verdict);
        rows.host_name = storable(run->host.name);
        rows.host = HostRow{host_digest(run->host.name, run->host.key), rows.host_name};
    }
}

} // namespace

std::string unknown_members_of(const Manifest& manifest)
{
    auto members = manifest.unknown_members();
    return members.size() > max_unknown_bytes ? std::string{} : std::move(members);
}

RepositoryRow repository_row_of(const Source& source)
{
    return {digest_of({source.repo}), storable(source.repo)};
}

std::optional<CommitRow> commit_row_of(const Source& source)
{
    if (!source.commit) {
        return std::nullopt;
    }
    JsonWriter parents;
    parents.begin_array();
    for (const auto& parent : source.parents) {
        parents.value(parent.hex());
    }
    parents.end_array();
    return CommitRow{.hash = source.commit->hex(),
                     .position = source.position ? std::optional{to_signed(*source.position)}
                                                 : std::nullopt,
                     .parents = parents.take(),
                     .author = maybe_storable(source.author),
                     .authored_at = storable_time(known(source.authored_at)),
                     .committed_at = storable_time(known(source.committed_at)),
                     .subject = maybe_storable(source.subject),
                     .perf_expected = maybe_expected(source)};
}

std::string environment_digest(std::string_view host_key)
{
    return digest_of({host_key});
}

std::string host_digest(std::string_view name, std::string_view host_key)
{
    return digest_of({name, host_key});
}

JobRows rows_of(const Manifest& manifest)
{
    const auto& source = manifest.source();
    JobRows rows;
    rows.job = manifest.job().text();
    rows.work = manifest.work().text();
    rows.worker = storable(manifest.worker() ? manifest.worker()->text()
                                             : manifest.config().worker.value_or(""));
    rows.attempt = to_signed(manifest.attempt());
    rows.asked_at = storable_time(manifest.asked_at());
    rows.reading = reading_of(manifest);
    rows.environment = environment_of(manifest);
    rows.branch = maybe_storable(source.branch);
    rows.tag = maybe_storable(source.tag);
    if (source.pull) {
        rows.pull_number = to_signed(source.pull->number);
    }
    rows.config_name = storable(manifest.config().name);
    take_failure(rows, manifest);
    take_run(rows, manifest);
    if (manifest.parsed()) {
        rows.format = storable(manifest.parsed()->format);
        rows.read_at = storable_time(known(manifest.parsed()->read_at));
    }
    rows.source = json_of(source);
    rows.config = json_of(manifest.config());
    if (auto unknown = unknown_members_of(manifest); !unknown.empty()) {
        rows.unknown_members = std::move(unknown);
    }
    rows.stored_at = db::to_milliseconds(now());
    rows.results = results_of(manifest.results());
    return rows;
}

LogRow log_of(const Manifest& manifest)
{
    const auto end_of = [](std::string_view text) {
        return gzip(storable(tail(text, most_log_bytes)));
    };
    static const Run no_run{};
    static const Build no_build{};
    const auto& run = manifest.run() ? *manifest.run() : no_run;
    const auto& build = manifest.build() ? *manifest.build() : no_build;
    return {.output = end_of(run.output),
            .error_output = end_of(run.error_output),
            .build_log = end_of(build.log),
            .engine_log = end_of(run.log),
            .files = gzip(json_of(run.files))};
}

} // namespace cb::store
