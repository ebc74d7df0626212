#include "verdict/comparison.hpp"

#include "base/error.hpp"
#include "stats/false_discovery.hpp"
#include "stats/summary.hpp"
#include "verdict/comparison_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace cb::verdict {

namespace {

std::set<Environment> environments(const std::vector<JobValues>& jobs)
{
    std::set<Environment> all;
    for (const auto& job : jobs) {
        all.insert(job.environment);
    }
    return all;
}

std::vector<JobValues> only(const std::vector<JobValues>& jobs, const Environment& environment)
{
    std::vector<JobValues> kept;
    std::copy_if(jobs.begin(), jobs.end(), std::back_inserter(kept), [&](const JobValues& job) {
        return job.environment == environment;
    });
    return kept;
}

std::vector<EarlierMedian> only(const std::vector<EarlierMedian>& history,
                                const Environment& environment)
{
    std::vector<EarlierMedian> kept;
    std::copy_if(history.begin(),
                 history.end(),
                 std::back_inserter(kept),
                 [&](const EarlierMedian& one) { return *one.environment == environment; });
    return kept;
}

std::string describe(const Environment& environment)
{
    const auto or_none = [](const std::string& text) { return text.empty() ? "unknown" : text; };
    return fmt::format("worker {}, host key {}, configuration {}",
                       or_none(environment.worker),
                       or_none(environment.host_key),
                       or_none(environment.config));
}

[[noreturn]] void refuse(const SeriesPair& pair)
{
    throw Error{Errc::usage,
                fmt::format("{} was measured in different environments: {}; and {}. Their results "
                            "are not comparable; --across-hosts compares them nevertheless",
                            pair.name.test.empty() ? pair.name.benchmark : pair.name.test,
                            describe(pair.base.front().environment),
                            describe(pair.candidate.front().environment))};
}

bool is_of_one_environment(const SeriesPair& pair)
{
    const auto& first = pair.base.front().environment;
    const auto is_first = [&first](const JobValues& job) { return job.environment == first; };
    return std::all_of(pair.base.begin(), pair.base.end(), is_first) &&
           std::all_of(pair.candidate.begin(), pair.candidate.end(), is_first) &&
           std::all_of(pair.history.begin(), pair.history.end(), [&](const EarlierMedian& one) {
               return *one.environment == first;
           });
}

/// The pair in each environment that both sides share.
std::vector<Tested> test_by_environment(const SeriesPair& pair, Hosts hosts)
{
    if (pair.base.empty() || pair.candidate.empty() || hosts == Hosts::any ||
        is_of_one_environment(pair)) {
        return {test_pair(pair)};
    }
    const auto base = environments(pair.base);
    const auto candidate = environments(pair.candidate);
    std::vector<Environment> shared;
    std::set_intersection(
        base.begin(), base.end(), candidate.begin(), candidate.end(), std::back_inserter(shared));
    if (shared.empty()) {
        refuse(pair);
    }
    std::vector<Tested> tested;
    for (const auto& environment : shared) {
        tested.push_back(test_pair({.name = pair.name,
                                    .base = only(pair.base, environment),
                                    .candidate = only(pair.candidate, environment),
                                    .history = only(pair.history, environment),
                                    .other_unit = pair.other_unit}));
        if (shared.size() > 1) {
            tested.back().row.environment = environment;
        }
    }
    return tested;
}

/// Sets the adjusted p-values.
void adjust(std::vector<Tested>& all)
{
    std::vector<double> p_values;
    for (const auto& one : all) {
        if (one.row.p_value) {
            p_values.push_back(*one.row.p_value);
        }
    }
    const auto adjusted = stats::adjust_for_discovery(p_values, p_values.size());
    auto next = adjusted.begin();
    for (auto& one : all) {
        if (one.row.p_value) {
            one.row.p_value = *next++;
        }
    }
}

Finding finding_of_difference(double difference, Direction direction)
{
    if (direction == Direction::unknown) {
        return Finding::changed;
    }
    return (difference > 0) == (direction == Direction::lower) ? Finding::slower : Finding::faster;
}

/// \pre the p-value is adjusted for `tests` series
void judge(Tested& one, const ComparisonOptions& options, std::size_t tests)
{
    auto& row = one.row;
    if (row.basis == Basis::exact) {
        row.finding = one.difference == 0
                          ? Finding::no_difference
                          : finding_of_difference(one.difference, row.name.direction);
        return;
    }
    if (!row.p_value) {
        return; // test_pair has found why
    }
    const double tests_count = static_cast<double>(tests);
    const bool is_certain = *row.p_value <= options.significance && one.difference != 0;
    if (is_certain && (!row.change || std::abs(*row.change) >= options.threshold)) {
        row.finding = finding_of_difference(one.difference, row.name.direction);
    } else if (!is_certain && one.is_most_extreme &&
               one.min_p * tests_count > options.significance) {
        row.finding = Finding::too_few;
        row.needed = stats::needed_for_claim(options.significance / tests_count);
    } else if (!is_certain && row.visible &&
               *row.visible > std::max(options.threshold, options.unstable_above)) {
        row.finding = Finding::unstable;
    } else {
        row.finding = Finding::no_difference;
    }
}

void count_jobs(MachineCounts& jobs, std::span<const JobValues> its)
{
    MachineCounts counts;
    for (const auto& job : its) {
        counts.add(job.machine);
    }
    jobs.all = std::max(jobs.all, counts.all);
    jobs.suspect = std::max(jobs.suspect, counts.suspect);
    jobs.invalid = std::max(jobs.invalid, counts.invalid);
}

std::vector<MetricMean> means_of(std::span<const Row> rows)
{
    std::map<std::pair<std::string, std::string>, std::vector<double>> ratios;
    for (const auto& row : rows) {
        const bool is_positive =
            row.base && row.candidate && row.base->median > 0 && row.candidate->median > 0;
        if (is_positive && std::isfinite(row.candidate->median / row.base->median)) {
            ratios[{row.name.metric, row.name.unit}].push_back(row.candidate->median /
                                                               row.base->median);
        }
    }
    std::vector<MetricMean> means;
    for (const auto& [name, its] : ratios) {
        means.push_back({name.first, name.second, its.size(), stats::geometric_mean(its)});
    }
    return means;
}

void sort_by_effect(std::vector<Row>& rows)
{
    const auto key = [](const Row& row) {
        const double effect = row.change ? std::abs(*row.change) : 0;
        const auto& name = row.name;
        return std::
            tuple<Finding, double, const std::string&, const std::string&, const std::string&>{
                row.finding, -effect, name.benchmark, name.test, name.metric};
    };
    std::stable_sort(
        rows.begin(), rows.end(), [&key](const Row& a, const Row& b) { return key(a) < key(b); });
}

void mark_namesakes(std::vector<Row>& rows)
{
    std::map<std::string_view, std::set<std::string_view>> benchmarks_of_test;
    for (const auto& row : rows) {
        benchmarks_of_test[row.name.test].insert(row.name.benchmark);
    }
    for (auto& row : rows) {
        row.has_namesake = benchmarks_of_test[row.name.test].size() > 1;
    }
}

} // namespace

ComparisonReport compare_series(std::span<const SeriesPair> pairs, const ComparisonOptions& options)
{
    std::vector<Tested> all;
    for (const auto& pair : pairs) {
        auto tested = test_by_environment(pair, options.hosts);
        std::move(tested.begin(), tested.end(), std::back_inserter(all));
    }
    adjust(all);
    const auto tests = static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [](const Tested& one) { return one.row.p_value.has_value(); }));
    ComparisonReport report{
        .base = {}, .candidate = {}, .options = options, .rows = {}, .means = {}};
    for (const auto& pair : pairs) {
        count_jobs(report.base_jobs, pair.base);
        count_jobs(report.candidate_jobs, pair.candidate);
    }
    for (auto& one : all) {
        judge(one, options, tests);
        report.rows.push_back(std::move(one.row));
    }
    mark_namesakes(report.rows);
    sort_by_effect(report.rows);
    report.means = means_of(report.rows);
    return report;
}

std::size_t count(const ComparisonReport& report, Finding finding)
{
    return static_cast<std::size_t>(
        std::count_if(report.rows.begin(), report.rows.end(), [finding](const Row& row) {
            return row.finding == finding;
        }));
}

bool has_regression(const ComparisonReport& report, double min_change)
{
    return std::any_of(report.rows.begin(), report.rows.end(), [min_change](const Row& row) {
        return row.finding == Finding::slower &&
               (!row.change || std::abs(*row.change) >= min_change);
    });
}

} // namespace cb::verdict
