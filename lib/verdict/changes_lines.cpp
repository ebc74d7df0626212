#include "verdict/changes_lines.hpp"

#include "base/text.hpp"
#include "json/value.hpp"
#include "store/branches.hpp"
#include "store/figures.hpp"
#include "store/history_order.hpp"
#include "store/lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

namespace cb::verdict {

namespace {

/// The numbers of one job for one series.
struct JobNumbers {
    std::size_t commit;
    std::vector<double> samples{};
    std::map<std::string, double> statistics{};
};

struct SeriesLines {
    HistoryName name;
    std::map<std::string, JobNumbers> jobs{}; ///< by name
};

struct RepositoryLines {
    std::vector<store::CommitInfo> commits{};   ///< in the order of the lines
    std::vector<store::BranchNames> branches{}; ///< of each commit
    std::unordered_map<std::string, std::size_t> place_of{};
    std::map<std::string, SeriesLines> series{};
};

/// The members of a line that cb needs.
struct ExportedLine {
    std::string repository, commit;
    std::string statistic, job;
    double value;
    HistoryName name;
    JsonValue json;
};

/// Reads texts and notes the first one that is not a text.
class TextReader {
public:
    explicit TextReader(const JsonValue& line) : line_{line} {}

    std::string read(std::string_view name, std::string_view otherwise)
    {
        const auto member = line_[name];
        if (!member) {
            return std::string{otherwise};
        }
        const auto text = member.text();
        if (!text) {
            wrong_ = wrong_.empty() ? name : wrong_;
        }
        return std::string{text.value_or(otherwise)};
    }

    [[nodiscard]] std::string_view wrong() const { return wrong_; }

private:
    const JsonValue& line_;
    std::string_view wrong_{};
};

Parsed<ExportedLine> read_line(const JsonValue& json)
{
    if (!json.is_object()) {
        return tl::unexpected{std::string{"it is not a JSON object"}};
    }
    TextReader reader{json};
    ExportedLine line{.repository = reader.read("repository", ""),
                      .commit = reader.read("commit", ""),
                      .statistic = reader.read("statistic", "sample"),
                      .job = reader.read("job", ""),
                      .value = 0,
                      .name = {.series = {.benchmark = reader.read("benchmark", ""),
                                          .test = reader.read("test", ""),
                                          .metric = reader.read("metric", ""),
                                          .unit = reader.read("unit", "")},
                               .setting = {.worker = reader.read("worker", ""),
                                           .host_key = reader.read("host_key", ""),
                                           .config = reader.read("config", "")}},
                      .json = json};
    const auto direction = parse_word<Direction>(reader.read("direction", "unknown"));
    if (!reader.wrong().empty()) {
        return tl::unexpected{fmt::format("{}: it must be a text", reader.wrong())};
    }
    if (!direction) {
        return tl::unexpected{fmt::format("direction: {}", direction.error())};
    }
    line.name.series.direction = *direction;
    const auto value = json["value"].number();
    if (!value) {
        return tl::unexpected{std::string{"value: it must be a finite number"}};
    }
    line.value = *value;
    return line;
}

store::CommitInfo read_commit(const std::string& hash, const JsonValue& json)
{
    store::CommitInfo commit{.hash = hash,
                             .parents = {},
                             .position = json["position"].count(),
                             .committed_at = {},
                             .author = {},
                             .subject = {}};
    for (const auto parent : json["parents"].elements()) {
        commit.parents.emplace_back(parent.text_or(""));
    }
    if (const auto time = parse_rfc3339(json["committed_at"].text_or(""))) {
        commit.committed_at = *time;
    }
    return commit;
}

class LinesByRepository {
public:
    void add(ExportedLine line)
    {
        auto& repository = repositories_[line.repository];
        const auto [at, is_new] =
            repository.place_of.emplace(line.commit, repository.commits.size());
        if (is_new) {
            repository.commits.push_back(read_commit(line.commit, line.json));
            repository.branches.emplace_back();
        }
        if (const auto branch = line.json["branch"].text()) {
            repository.branches[at->second].emplace(*branch);
        }
        auto& series = repository.series[make_history_key(line.name)];
        series.name = std::move(line.name);
        // A job has one commit; without names, each commit has one job.
        auto& job = series.jobs
                        .emplace(line.job.empty() ? line.commit : line.job,
                                 JobNumbers{.commit = at->second})
                        .first->second;
        if (line.statistic == "sample") {
            job.samples.push_back(line.value);
        } else {
            job.statistics.emplace(line.statistic, line.value);
        }
    }

    [[nodiscard]] std::map<std::string, RepositoryLines>& repositories() { return repositories_; }

private:
    std::map<std::string, RepositoryLines> repositories_{};
};

std::optional<double> median_of(const JobNumbers& job)
{
    const auto figures = job.samples.empty() ? store::figures_of_statistics(job.statistics)
                                             : store::figures_of_samples(job.samples);
    return figures.median ? figures.median : figures.mean;
}

/// Unless each commit has a position, the lines give the order.
void complete_positions(std::vector<store::CommitInfo>& commits)
{
    const bool is_complete =
        std::all_of(commits.begin(), commits.end(), [](const store::CommitInfo& commit) {
            return commit.position.has_value();
        });
    for (std::size_t i = 0; i < commits.size() && !is_complete; ++i) {
        commits[i].position = i;
    }
}

std::vector<std::size_t> indexes(std::size_t count)
{
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), 0);
    return all;
}

RepositoryChanges
find_changes(const std::string& name, RepositoryLines& lines, const LineFilter& filter)
{
    constexpr auto outside = static_cast<std::size_t>(-1);
    complete_positions(lines.commits);
    std::vector<store::CommitInfo> ordered;
    std::vector<store::BranchNames> branches;
    const auto order = store::history_order(lines.commits);
    for (const auto at : order) {
        ordered.push_back(lines.commits[at]);
        branches.push_back(lines.branches[at]);
    }
    const auto branch = store::choose_branch(name, branches, filter.branch);
    auto chosen = indexes(order.size());
    if (branch.filter) {
        chosen = store::commits_of_branch(ordered, branches, *branch.filter);
    }
    std::vector<std::size_t> place_of(order.size(), outside); // by the order of the lines
    std::vector<store::CommitInfo> commits;
    for (const auto at : chosen) {
        place_of[order[at]] = commits.size();
        commits.push_back(std::move(ordered[at]));
    }
    std::vector<bool> may_be_head;
    for (const auto at : chosen) {
        may_be_head.push_back(!branch.label || !branches[at].empty());
    }
    const auto line = store::find_line(commits, may_be_head);
    ChangeFinder finder{name, branch.label, std::move(commits)};
    for (auto& [key, series] : lines.series) {
        History history{std::move(series.name), {}};
        for (const auto& [job, numbers] : series.jobs) {
            const auto value = median_of(numbers);
            const auto place = place_of[numbers.commit];
            if (value && place != outside && line[place]) {
                history.values.push_back({place, *value});
            }
        }
        std::stable_sort(history.values.begin(),
                         history.values.end(),
                         [](const JobValue& a, const JobValue& b) { return a.commit < b.commit; });
        finder.add(std::move(history));
    }
    auto changes = finder.finish();
    changes.apart = static_cast<std::size_t>(std::count(line.begin(), line.end(), false));
    return changes;
}

bool is_selected(const ExportedLine& line, const LineFilter& filter)
{
    const auto& names = filter.repositories;
    return !line.commit.empty() && line.json["status"].text_or("ok") == to_word(Status::ok) &&
           (names.empty() ||
            std::find(names.begin(), names.end(), line.repository) != names.end()) &&
           (!filter.worker || line.name.setting.worker == *filter.worker) &&
           store::matches(filter.series, line.name.series);
}

} // namespace

ChangesInLines find_changes_in_lines(LineReader& lines,
                                     const std::string& name,
                                     const LineFilter& filter,
                                     Log& log)
{
    ChangesInLines found;
    LinesByRepository by_repository;
    JsonParser parser;
    while (const auto text = lines.next()) {
        if (trimmed(text->text).empty()) {
            continue;
        }
        const auto json = text->is_too_long
                              ? Parsed<JsonValue>{tl::unexpected{std::string{"it is too long"}}}
                              : parser.parse(text->text);
        auto line = json ? read_line(*json) : Parsed<ExportedLine>{tl::unexpected{json.error()}};
        if (!line) {
            ++found.bad_lines;
            log.error(fmt::format("{}, line {}: {}", name, text->number, line.error()));
        } else if (is_selected(*line, filter)) {
            by_repository.add(std::move(*line));
        }
    }
    for (auto& [repository, its] : by_repository.repositories()) {
        found.repositories.push_back(find_changes(repository, its, filter));
    }
    return found;
}

} // namespace cb::verdict
