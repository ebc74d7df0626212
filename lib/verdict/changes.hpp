#pragma once

#include "store/queries.hpp"
#include "verdict/commit_alerts.hpp"
#include "verdict/machine_counts.hpp"
#include "verdict/movement.hpp"
#include "verdict/step.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// The changes of a repository: the steps of all its histories, one alert per commit.
namespace cb {

namespace verdict {

/// Where values were measured. Values of different settings are never compared.
struct Setting {
    std::string worker, host_key, config; ///< "" where it is not known
    friend auto operator<=>(const Setting&, const Setting&) = default;
};

/// Identifies a history: a series in one setting. A series that two machines measured has two
/// histories.
struct HistoryName {
    store::SeriesInfo series;
    Setting setting;
};

/// Identifies the history among those of its repository; has null characters.
[[nodiscard]] std::string make_history_key(const HistoryName& name);

/// The median of one job for one series.
struct JobValue {
    std::size_t commit; ///< index in the order of history
    double value;       ///< in the unit of the series
};

/// The values of one series in one setting, in the order of history.
struct History {
    HistoryName name;
    std::vector<JobValue> values;
};

/// The movement that the series' names imply, unless jobs of one commit contradict it.
[[nodiscard]] Movement find_movement(const History& history);

/// The steps of a history over a number of commits, as reported while the history grew. Commits
/// without a value count as not measured. \pre each value is finite
[[nodiscard]] std::vector<Step> find_steps(const History& history, std::size_t commits);

/// What a person, or the author of a commit, said about a change.
struct Triage {
    enum class Kind {
        acknowledged, ///< known, and somebody's task
        expected,     ///< accepted as the price of the commit
        ignored,      ///< not real, or not important
    };
    Kind kind;
    std::string by;         ///< "" if the commit's message says it
    std::optional<Time> at; ///< nullopt: the commit's message says it
    std::string reason;
};

/// A step of one history.
struct Change {
    std::size_t history; ///< index in RepositoryChanges::histories
    Step step;           ///< commits as indexes of RepositoryChanges::commits
    Meaning meaning;
    /// The commit where it was found, if a person moved it to another one.
    std::optional<std::size_t> moved_from{};
    std::optional<Triage> triage{};
};

/// The changes of one commit, the largest effect first.
struct Alert {
    std::size_t commit;
    CommitAlert::Cause cause;
    std::vector<Change> changes;
};

/// The history of a repository, or of one of its branches, and its changes.
struct RepositoryChanges {
    std::string repository;
    std::optional<std::string> branch{};
    std::vector<store::CommitInfo> commits{}; ///< in the order of history
    std::vector<HistoryName> histories{};
    std::vector<Alert> alerts{};     ///< in the order of history
    std::vector<bool> is_measured{}; ///< of each commit: whether a history has a value
    /// Of each commit, its jobs that succeeded; empty if they are not known.
    std::vector<MachineCounts> machines{};
    std::size_t too_short = 0;  ///< histories with too few values for a step
    std::size_t not_finite = 0; ///< values left out because they are not finite
    std::size_t apart = 0;      ///< commits that are not searched: store::find_line()
};

/// Collects the steps of a repository's histories, one history at a time.
class ChangeFinder {
public:
    ChangeFinder(std::string repository,
                 std::optional<std::string> branch,
                 std::vector<store::CommitInfo> commits);

    /// Finds the steps of a history. Values that are not finite are left out and counted.
    void add(History history);

    /// Adds a history whose steps are known, and the number of its values. The caller also calls
    /// the next two.
    void add(HistoryName name, std::vector<Step> steps, std::size_t values);

    /// Says that a history has a value of this commit.
    void add_measured(std::size_t commit) { found_.is_measured[commit] = true; }

    /// Counts values that were left out because they are not finite.
    void add_not_finite(std::size_t count) { found_.not_finite += count; }

    /// Groups the steps: one alert per commit, with a false discovery rate of 5 % among the
    /// histories of a setting. If at least half of a setting's histories moved the same way, the
    /// cause is the machine, unless another machine shows the same commit. Steps that are not open
    /// have no p value that counts; each belongs to its own commit.
    [[nodiscard]] RepositoryChanges finish();

private:
    RepositoryChanges found_{};
    std::vector<std::vector<Step>> steps_{}; ///< one per history
};

/// Which changes to show. An absent member does not restrict.
struct AlertFilter {
    std::set<State> states{State::suspected, State::confirmed};
    std::optional<std::string> first{}, last{}; ///< full names: after `first` up to `last`
    std::optional<Time> since{};                ///< by the time of the alert's commit
    std::optional<std::string> commit{};        ///< full name: of the alert, or of a change in it
};

/// Removes the other changes, and alerts without changes. Returns the number of selected commits
/// with a value.
std::size_t keep_alerts(RepositoryChanges& changes, const AlertFilter& filter);

/// Sorts the changes of an alert by effect, and the alerts by commit. Removes empty alerts.
void sort_alerts(std::vector<Alert>& alerts, const std::vector<HistoryName>& histories);

/// "benchmark/test metric".
[[nodiscard]] std::string to_text(const store::SeriesInfo& series);

} // namespace verdict

template <>
inline constexpr auto words<verdict::Triage::Kind> = std::array{
    Word{verdict::Triage::Kind::acknowledged, "acknowledged"},
    Word{verdict::Triage::Kind::expected, "expected"},
    Word{verdict::Triage::Kind::ignored, "ignored"},
};

} // namespace cb
