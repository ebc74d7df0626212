#include "import/export_rows.hpp"

#include "manifest/foreign_run.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <utility>

namespace cb::imports {

namespace {

/// A row whose text is checked.
struct Row {
    JobId job;
    Source source;
    Result result;
    std::string statistic;
    double value = 0;
    bool is_failed = false;
    std::string worker, host_key, config;
    std::optional<std::string> verdict;
};

Parsed<double> parse_number(std::string_view text)
{
    double number = 0;
    const auto* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || at != end || !std::isfinite(number)) {
        return tl::unexpected{fmt::format("\"{:.40}\" is not a finite number", text)};
    }
    return number;
}

Parsed<std::vector<CommitId>> parse_commits(std::string_view text)
{
    std::vector<CommitId> commits;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        auto commit = CommitId::parse(word);
        if (!commit) {
            return tl::unexpected{"parents: " + commit.error()};
        }
        commits.push_back(std::move(*commit));
    }
    return commits;
}

Parsed<Source> source_of(const TextOf& text)
{
    Source source;
    source.repo = text("repository").value_or("");
    source.branch = text("branch");
    if (source.repo.empty()) {
        return tl::unexpected{std::string{"repository: is missing"}};
    }
    if (const auto hash = text("commit")) {
        auto commit = CommitId::parse(*hash);
        if (!commit) {
            return tl::unexpected{"commit: " + commit.error()};
        }
        source.commit = std::move(*commit);
    }
    if (const auto time = text("committed_at")) {
        source.committed_at = Open<Time>::read(*time);
    }
    if (const auto position = text("position")) {
        const auto number = parse_number(*position);
        if (!number || *number < 1 || *number != std::floor(*number) || *number > 9e15) {
            return tl::unexpected{fmt::format("position: \"{:.40}\" is not a position", *position)};
        }
        source.position = static_cast<std::uint64_t>(*number);
    }
    auto parents = parse_commits(text("parents").value_or(""));
    if (!parents) {
        return tl::unexpected{parents.error()};
    }
    source.parents = std::move(*parents);
    return source;
}

Parsed<Result> result_of(const TextOf& text)
{
    Result result;
    for (const auto& [name, member] : {std::pair{"benchmark", &Result::benchmark},
                                       {"test", &Result::test},
                                       {"metric", &Result::metric}}) {
        const auto found = text(name);
        if (!found) {
            return tl::unexpected{fmt::format("{}: is missing", name)};
        }
        result.*member = *found;
    }
    result.unit = text("unit").value_or("");
    result.direction = Open<Direction>::read(text("direction").value_or("unknown"));
    return result;
}

Parsed<Row> parse_row(const TextOf& text)
{
    auto job = JobId::parse(text("job").value_or(""));
    auto source = source_of(text);
    auto result = result_of(text);
    const auto value = parse_number(text("value").value_or(""));
    if (!job || !source || !result || !value) {
        return tl::unexpected{!source   ? source.error()
                              : !result ? result.error()
                              : !value  ? "value: " + value.error()
                                        : "job: " + job.error()};
    }
    return Row{.job = std::move(*job),
               .source = std::move(*source),
               .result = std::move(*result),
               .statistic = text("statistic").value_or("sample"),
               .value = *value,
               .is_failed = text("status") == "failed",
               .worker = text("worker").value_or(""),
               .host_key = text("host_key").value_or(""),
               .config = text("config").value_or(Config{}.name),
               .verdict = text("verdict")};
}

/// The job of a row, without results.
Manifest job_of(const Row& row, const Settings& settings)
{
    Config config;
    config.name = settings.name.value_or(row.config);
    Manifest job{row.job, Source{row.source}, std::move(config)};
    if (auto worker = WorkerName::parse(row.worker)) {
        job.set(std::move(*worker));
    }
    if (row.verdict || !row.host_key.empty()) {
        auto run = make_foreign_run("unknown");
        run.host.key = row.host_key;
        if (row.verdict) {
            run.fitness.verdict = Open<Verdict>::read(*row.verdict);
        }
        job.set(std::move(run));
    }
    if (row.is_failed) {
        job.fail({.stage = Stage::run,
                  .reason = "unknown",
                  .message = "the job failed; the rows of an export do not say why"});
    }
    return job;
}

bool is_same_series(const Result& a, const Result& b)
{
    return a.benchmark == b.benchmark && a.test == b.test && a.metric == b.metric &&
           a.unit == b.unit && a.direction == b.direction;
}

} // namespace

Parsed<void> ExportRows::take(const TextOf& text)
{
    auto row = parse_row(text);
    if (!row) {
        return tl::unexpected{row.error()};
    }
    if (!output_.wants(row->source.repo)) {
        return {};
    }
    auto key = row->source.repo + '\n' + row->job.text();
    if (key != key_) {
        if (finished_.count(key) == 1) {
            return tl::unexpected{fmt::format(
                "the rows of job {} are not adjacent; sort the rows by job", row->job.text())};
        }
        begin(job_of(*row, output_.settings()), std::move(key));
    }
    add(std::move(row->result), row->statistic, row->value);
    return {};
}

void ExportRows::begin(Manifest job, std::string key)
{
    finish();
    job_ = std::move(job);
    key_ = std::move(key);
}

void ExportRows::add(Result result, const std::string& statistic, double value)
{
    if (results_.empty() || !is_same_series(results_.back(), result)) {
        results_.push_back(std::move(result));
    }
    auto& last = results_.back();
    if (statistic == "sample") {
        last.values.push_back(value);
        return;
    }
    if (!last.summary) {
        last.summary.emplace();
    }
    if (!last.summary->emplace(statistic, value).second) { // another summary of the same series
        Result next = last;
        next.values.clear();
        next.summary = {{statistic, value}};
        results_.push_back(std::move(next));
    }
}

void ExportRows::finish()
{
    if (!job_) {
        return;
    }
    finished_.insert(key_);
    ParseFacts facts{.format = "unknown",
                     .found = results_.size(),
                     .rejected = {},
                     .read_at = output_.settings().read_at
                                    ? std::optional<Open<Time>>{*output_.settings().read_at}
                                    : std::nullopt};
    job_->set(std::move(facts), std::exchange(results_, {}));
    output_.put(std::move(*std::exchange(job_, std::nullopt)));
    key_.clear();
}

} // namespace cb::imports
