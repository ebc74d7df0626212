#include "report/comparisons.hpp"

#include "json/writer.hpp"
#include "report/text.hpp"
#include "verdict/cached_medians.hpp"
#include "verdict/comparison_cells.hpp"
#include "verdict/comparison_input.hpp"
#include "verdict/comparison_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cb::report {

namespace {

constexpr std::size_t max_pulls = 20;

std::optional<std::string> base_of(const ComparedRepository& repository, const std::string& commit)
{
    try {
        return verdict::find_base(repository.queries, repository.name, repository.commits, commit);
    } catch (const Error& error) {
        if (error.code() != Errc::usage) {
            throw;
        }
        return std::nullopt; // the first commit has no base
    }
}

void write_level(JsonWriter& json,
                 std::string_view name,
                 const std::optional<verdict::Level>& level)
{
    if (level) {
        json.key(name)
            .begin_array()
            .value(level->median)
            .value(level->spread)
            .value(std::uint64_t{level->n})
            .end_array();
    }
}

void write_row(JsonWriter& json, const verdict::Row& row)
{
    json.begin_object()
        .member("b", row.name.benchmark)
        .member("t", row.name.test)
        .member("m", row.name.metric)
        .member("u", row.name.unit)
        .member("d", to_word(row.name.direction))
        .member("finding", to_word(row.finding))
        .member("basis", to_word(row.basis));
    if (row.environment) {
        json.member("worker", row.environment->worker).member("config", row.environment->config);
    }
    write_level(json, "base", row.base);
    write_level(json, "candidate", row.candidate);
    json.member("change", row.change).member("p", row.p_value).member("visible", row.visible);
    if (row.interval) {
        json.member("low", row.interval->low).member("high", row.interval->high);
    }
    json.end_object();
}

std::string to_json(const WrittenComparison& comparison)
{
    JsonWriter json;
    json.begin_object()
        .member("base", comparison.pair.base)
        .member("candidate", comparison.pair.candidate)
        .member("pull", comparison.pair.pull)
        .member("verdict", comparison.verdict)
        .key("notes")
        .begin_array();
    for (const auto& note : verdict::notes_of(comparison.report)) {
        json.value(note);
    }
    for (const auto& mean : verdict::mean_lines(comparison.report)) {
        json.value(mean);
    }
    json.end_array().key("rows").begin_array();
    for (const auto& row : comparison.report.rows) {
        write_row(json, row);
    }
    json.end_array().end_object();
    return json.take();
}

std::string short_name(const std::string& commit)
{
    constexpr std::size_t digits = 10;
    return commit.substr(0, digits);
}

} // namespace

std::vector<Pair> find_pairs(const ComparedRepository& repository,
                             const store::HistoryReader& history,
                             std::span<const store::JobInfo> jobs)
{
    std::vector<Pair> pairs;
    const auto add = [&](const std::string& commit, std::optional<std::uint64_t> pull) {
        if (auto base = base_of(repository, commit)) {
            pairs.push_back({std::move(*base), commit, pull});
        }
    };
    const auto is_result = [](const auto& job) {
        return job.info->is_measured() && !job.info->pull_number;
    };
    const auto last = std::find_if(history.jobs().rbegin(), history.jobs().rend(), is_result);
    if (last != history.jobs().rend()) {
        add(*last->info->commit, std::nullopt);
    }
    std::set<std::uint64_t> pulls;
    for (const auto& job : jobs) {
        if (job.pull_number && job.commit && job.is_measured() && pulls.size() < max_pulls &&
            pulls.insert(*job.pull_number).second) {
            add(*job.commit, job.pull_number);
        }
    }
    return pairs;
}

std::vector<WrittenComparison> write_comparisons(const ComparedRepository& repository,
                                                 const std::string& directory,
                                                 std::span<const Pair> pairs,
                                                 Site& site,
                                                 Log& log)
{
    std::vector<WrittenComparison> written;
    verdict::CachedMedians medians{repository.queries, repository.name, repository.cache};
    for (const auto& pair : pairs) {
        try {
            auto report = verdict::compare_series(verdict::read_pairs(
                repository.queries,
                {.repository = repository.name, .base = pair.base, .candidate = pair.candidate},
                repository.commits,
                [&medians](std::span<const std::int64_t> ids, const store::MedianUse& use) {
                    medians.for_each(ids, use);
                }));
            report.base = short_name(pair.base);
            report.candidate = short_name(pair.candidate);
            auto path =
                fmt::format("{}/compare/{}-{}.js", directory, report.base, report.candidate);
            auto line = verdict::to_verdict_line(report);
            written.push_back({pair, std::move(path), std::move(line), std::move(report)});
        } catch (const Error& error) {
            if (error.code() != Errc::usage) {
                throw;
            }
            log.info(fmt::format("{}: {} is not compared with {}: {}",
                                 repository.name,
                                 short_name(pair.candidate),
                                 short_name(pair.base),
                                 error.what()));
            continue;
        }
        site.put(written.back().path, make_script(written.back().path, to_json(written.back())));
    }
    medians.save(log);
    return written;
}

} // namespace cb::report
