#include "verdict/changes_text.hpp"

#include "base/columns.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "verdict/history_labels.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace cb::verdict {

namespace {

constexpr std::size_t max_shown = 200;
constexpr std::size_t max_subject = 200;

std::string shown(std::string_view text, std::size_t max_bytes = max_shown)
{
    return printable(text, max_bytes);
}

/// The columns of a change.
std::vector<std::string>
to_cells(const RepositoryChanges& changes, const Change& change, const HistoryLabels& labels)
{
    const auto& step = change.step;
    const auto& name = changes.histories[change.history];
    return {std::string{to_word(change.meaning)},
            labels.text(name),
            to_step_text(step.before, step.after, shown(name.series.unit), "\u2192"),
            step.change ? to_change_text(*step.change) : "from 0",
            step.interval ? fmt::format("[{}, {}]",
                                        to_change_text(step.interval->low),
                                        to_change_text(step.interval->high))
                          : ""};
}

std::string describe(Triage::Kind kind)
{
    return std::string{to_word(kind)};
}

/// What follows the columns: the state, and what people said.
std::string remark_of(const RepositoryChanges& changes,
                      const Alert& alert,
                      const Change& change,
                      std::size_t digits)
{
    std::string text{change.step.state == State::went_away ? "went away"
                                                           : to_word(change.step.state)};
    if (change.moved_from) {
        text += fmt::format(", moved from {}",
                            shown(changes.commits[*change.moved_from].hash.substr(0, digits)));
    } else if (change.step.commit != alert.commit) {
        text += fmt::format(", at {}",
                            shown(changes.commits[change.step.commit].hash.substr(0, digits)));
    }
    if (change.triage) {
        text += ", " + describe(change.triage->kind);
        text += change.triage->by.empty() ? "" : " by " + shown(change.triage->by);
        text += change.triage->reason.empty() ? "" : ": " + shown(change.triage->reason);
    }
    return text;
}

/// Without the mail address.
std::string name_of_author(std::string_view author)
{
    return std::string{trimmed(author.substr(0, author.find('<')))};
}

std::string heading_of(const store::CommitInfo& commit, std::size_t digits)
{
    constexpr std::size_t date_length = 10;
    auto text = shown(commit.hash.substr(0, digits));
    if (commit.committed_at) {
        text += "  " + to_rfc3339(*commit.committed_at).substr(0, date_length);
    }
    if (commit.subject && !commit.subject->empty()) {
        text += "  " + shown(*commit.subject, max_subject);
    }
    const auto author = name_of_author(commit.author.value_or(""));
    text += author.empty() ? "" : fmt::format("  ({})", shown(author));
    return text;
}

std::string title_of(const RepositoryChanges& changes)
{
    const auto count_of = [](std::size_t count, std::string_view one, std::string_view many) {
        return fmt::format("{} {}", count, count == 1 ? one : many);
    };
    return fmt::format(
        "{}{}: {}{}, {}{}\n",
        shown(changes.repository),
        changes.branch ? ", " + shown(*changes.branch) : "",
        count_of(changes.commits.size(), "commit", "commits"),
        changes.apart == 0 ? "" : fmt::format(" ({} not on the line)", changes.apart),
        count_of(changes.histories.size(), "history", "histories"),
        changes.too_short == 0 ? "" : fmt::format(" ({} with too few values)", changes.too_short));
}

/// Says so if most jobs around the commit cannot be trusted.
std::string machine_text(const RepositoryChanges& changes, std::size_t commit)
{
    constexpr std::size_t around = 8;
    MachineCounts counts;
    const auto end = std::min(commit + around + 1, changes.machines.size());
    for (auto i = commit - std::min(commit, around); i < end; ++i) {
        counts.add(changes.machines[i]);
    }
    const auto doubtful = counts.suspect + counts.invalid;
    return 2 * doubtful > counts.all
               ? fmt::format(
                     "  {} of the {} jobs around it were measured while the machine was not "
                     "quiet, or not as requested: measure again before you trust it\n",
                     doubtful,
                     counts.all)
               : "";
}

} // namespace

Hue hue_of(Meaning meaning)
{
    switch (meaning) {
    case Meaning::regression:
        return Hue::bad;
    case Meaning::improvement:
        return Hue::good;
    case Meaning::change:
        break;
    }
    return Hue::unclear;
}

std::size_t short_length(std::span<const store::CommitInfo> commits)
{
    constexpr std::size_t min_length = 7;
    std::vector<std::string_view> hashes;
    for (const auto& commit : commits) {
        hashes.push_back(commit.hash);
    }
    std::sort(hashes.begin(), hashes.end());
    auto length = min_length;
    for (std::size_t i = 1; i < hashes.size(); ++i) {
        const auto [a, b] = std::mismatch(
            hashes[i - 1].begin(), hashes[i - 1].end(), hashes[i].begin(), hashes[i].end());
        length = std::max(length, static_cast<std::size_t>(a - hashes[i - 1].begin()) + 1);
    }
    return length;
}

std::string to_text(const RepositoryChanges& changes, const Alert& alert, Color color)
{
    const HistoryLabels labels{changes.histories};
    const auto digits = short_length(changes.commits);
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> widths(5);
    for (const auto& change : alert.changes) {
        auto& row = rows.emplace_back(to_cells(changes, change, labels));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], count_columns(row[i]));
        }
    }
    std::string text;
    if (alert.cause == CommitAlert::Cause::machine) {
        text += "  at min_length half of all series moved the same way: check the machine first\n";
    }
    text += machine_text(changes, alert.commit);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        std::string line;
        for (std::size_t i = 0; i < rows[r].size(); ++i) {
            line += rows[r][i] + std::string(widths[i] - count_columns(rows[r][i]) + 2, ' ');
        }
        const auto& change = alert.changes[r];
        line += remark_of(changes, alert, change, digits);
        text += "  " + colored(line, hue_of(change.meaning), color) + "\n";
    }
    return text;
}

std::string to_text(const RepositoryChanges& changes, Color color)
{
    const auto digits = short_length(changes.commits);
    auto text = title_of(changes);
    if (changes.alerts.empty()) {
        constexpr std::size_t min_commits = 8;
        text += changes.commits.size() < min_commits
                    ? "no changes: so few commits show none; cb compare judges two of them\n"
                    : "no changes\n";
    }
    for (auto alert = changes.alerts.rbegin(); alert != changes.alerts.rend(); ++alert) {
        text += "\n" + heading_of(changes.commits[alert->commit], digits) + "\n";
        text += to_text(changes, *alert, color);
    }
    return text;
}

std::string summarize(const RepositoryChanges& changes, const Alert& alert)
{
    const auto& commit = changes.commits[alert.commit];
    std::string counts;
    for (const auto& [meaning, word] : words<Meaning>) {
        const auto count = std::count_if(
            alert.changes.begin(), alert.changes.end(), [wanted = meaning](const Change& change) {
                return change.meaning == wanted;
            });
        if (count > 0) {
            counts += fmt::format(
                "{}{} {}{}", counts.empty() ? "" : ", ", count, word, count > 1 ? "s" : "");
        }
    }
    return fmt::format("{} {}: {}",
                       shown(commit.hash.substr(0, short_length(changes.commits))),
                       shown(commit.subject.value_or(""), max_subject),
                       counts);
}

} // namespace cb::verdict
