#include "store/rows.hpp"

#include "base/hash.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "manifest/section_json.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <iterator>
#include <limits>
#include <unordered_map>

namespace cb::store {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD
constexpr std::size_t most_log_bytes = 64U << 20U;

std::optional<std::string> maybe_storable(const std::optional<std::string>& text)
{
    return text ? std::optional{storable(*text)} : std::nullopt;
}

std::optional<std::string> maybe_time(const std::optional<std::string>& text)
{
    return text ? storable_time(*text) : std::nullopt;
}

template <typename Section> std::string json_of(const Section& section)
{
    JsonWriter json;
    write(json, section);
    return storable_json(json.take());
}

std::string in_milliseconds(Time time)
{
    auto text = to_rfc3339(time);
    if (text.find('.') == std::string::npos) {
        text.insert(text.size() - 1, ".000");
    }
    return text;
}

bool is_storable(std::string_view text)
{
    return text.find('\0') == std::string_view::npos && is_utf8(text);
}

/// Appends a text so that where it ends is never in doubt.
void append_part(std::string& key, std::string_view text)
{
    if (!is_storable(text)) {
        append_part(key, storable(text));
        return;
    }
    fmt::format_to(std::back_inserter(key), "{}:", text.size());
    key += text;
}

std::string digest_of(std::initializer_list<std::string_view> parts)
{
    std::string key;
    for (const auto part : parts) {
        append_part(key, part);
    }
    return sha256_hex(key);
}

std::optional<CommitRow> commit_of(const Source& source)
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
                     .parents = parents.take(),
                     .author = maybe_storable(source.author),
                     .authored_at = maybe_time(source.authored_at),
                     .committed_at = maybe_time(source.committed_at),
                     .subject = maybe_storable(source.subject)};
}

EnvironmentRow environment_of(const Manifest& manifest)
{
    const auto worker = manifest.config().worker.value_or("");
    const auto host = manifest.run() ? manifest.run()->host : Host{};
    return {.digest = digest_of({worker, host.key}),
            .worker = storable(worker),
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
    }
}

void take_run(JobRows& rows, const Manifest& manifest)
{
    if (auto build = manifest.build()) {
        build->log.clear(); // in job_log
        rows.build = json_of(*build);
        rows.image = storable(build->image);
    }
    if (auto run = manifest.run()) {
        run->output.clear(); // in job_log
        run->log.clear();
        rows.run = json_of(*run);
        rows.started_at = storable_time(run->started_at);
        rows.wall_s = storable(run->wall_s);
        rows.outcome = to_word(run->outcome);
        rows.exit_code = run->exit_code;
        rows.image = storable(run->image);
        rows.verdict = to_word(run->fitness.verdict);
    }
}

/// A series can be printed twice in one job: its numbers are then numbered on.
std::vector<ResultRows> results_of(const Manifest& manifest, const EnvironmentRow& environment)
{
    struct Next {
        std::int64_t sample = 0;
        std::int64_t summary = 0;
    };
    std::string prefix;
    append_part(prefix, manifest.source().repo);
    append_part(prefix, environment.worker);
    append_part(prefix, environment.host_key);
    std::vector<ResultRows> all;
    all.reserve(manifest.results().size()); // so that its keys stay where they are
    std::unordered_map<std::string_view, Next> next;
    next.reserve(manifest.results().size());
    for (const auto& result : manifest.results()) {
        auto key = prefix;
        for (const auto* const text :
             {&result.benchmark, &result.test, &result.metric, &result.unit}) {
            append_part(key, *text);
        }
        append_part(key, to_word(result.direction));
        all.push_back({std::move(key), 0, 0, &result});
        auto& place = next[all.back().series_key];
        all.back().first_sample = place.sample;
        all.back().first_summary = place.summary;
        place.sample += static_cast<std::int64_t>(result.values.size());
        place.summary += static_cast<std::int64_t>(result.summary ? result.summary->size() : 0);
    }
    return all;
}

} // namespace

std::string storable(std::string_view text)
{
    if (is_storable(text)) {
        return std::string{text};
    }
    std::string clean;
    for (const char c : to_utf8(text)) {
        if (c == '\0') {
            clean += replacement;
        } else {
            clean += c;
        }
    }
    return clean;
}

std::string storable_json(std::string json)
{
    constexpr std::string_view nul = "\\u0000";
    if (json.find(nul) == std::string::npos) {
        return json;
    }
    std::string clean;
    for (std::size_t at = 0; at < json.size();) {
        const bool is_escape = json[at] == '\\';
        if (is_escape && json.compare(at, nul.size(), nul) == 0) {
            clean += replacement;
            at += nul.size();
        } else {
            const std::size_t length = is_escape ? 2 : 1; // the backslash and what it escapes
            clean.append(json, at, length);
            at += length;
        }
    }
    return clean;
}

std::optional<std::string> storable_time(std::string_view text)
{
    const auto time = parse_rfc3339(text);
    return time ? std::optional{in_milliseconds(*time)} : std::nullopt;
}

std::int64_t to_signed(std::uint64_t number)
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    return number > static_cast<std::uint64_t>(most) ? most : static_cast<std::int64_t>(number);
}

JobRows rows_of(const Manifest& manifest)
{
    const auto& source = manifest.source();
    JobRows rows;
    rows.job = manifest.job().text();
    rows.repository = {digest_of({source.repo}), storable(source.repo)};
    rows.commit = commit_of(source);
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
    }
    rows.source = json_of(source);
    rows.config = json_of(manifest.config());
    rows.stored_at = in_milliseconds(now());
    rows.results = results_of(manifest, rows.environment);
    rows.manifest = &manifest;
    return rows;
}

SeriesRow series_of(const ResultRows& rows)
{
    const auto& result = *rows.result;
    return {.digest = sha256_hex(rows.series_key),
            .benchmark = storable(result.benchmark),
            .test = storable(result.test),
            .metric = storable(result.metric),
            .unit = storable(result.unit),
            .direction = std::string{to_word(result.direction)}};
}

LogRow log_of(const Manifest& manifest)
{
    const auto end_of = [](std::string_view text) { return storable(tail(text, most_log_bytes)); };
    LogRow row;
    if (manifest.run()) {
        row.output = end_of(manifest.run()->output);
        row.engine_log = end_of(manifest.run()->log);
    }
    if (manifest.build()) {
        row.build_log = end_of(manifest.build()->log);
    }
    return row;
}

std::map<std::string, double> summary_of(const Result& result)
{
    return result.summary.value_or(std::map<std::string, double>{});
}

std::optional<NoteRow> note_of(const Result& result)
{
    if (result.description.empty() && result.labels.empty()) {
        return std::nullopt;
    }
    JsonWriter labels;
    labels.begin_object();
    for (const auto& [name, text] : result.labels) {
        labels.member(name, text);
    }
    labels.end_object();
    return NoteRow{storable(result.description), storable_json(labels.take())};
}

} // namespace cb::store
