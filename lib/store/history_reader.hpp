#pragma once

#include "store/queries.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace cb::store {

/// The median of one job for one series; the mean if a tool gave only that.
struct JobMedian {
    std::size_t job;    ///< index in HistoryReader::jobs()
    std::size_t commit; ///< index in HistoryReader::commits()
    double value;       ///< in the unit of the series
};

/// The figures of one job for one series, in the unit of the series. Absent if a tool did not print
/// them.
struct JobSpread {
    std::size_t job;    ///< index in HistoryReader::jobs()
    std::size_t commit; ///< index in HistoryReader::commits()
    double median;      ///< the mean if a tool gave only that
    std::optional<double> min, q1, q3, max;
};

/// Reads the medians of a history without their samples, one series at a time: several times faster
/// than Queries::for_each_history(). Throws what Queries throws.
class HistoryReader {
public:
    /// The branch is chosen by choose_branch(). Omits failed jobs and those without a commit.
    /// \pre `database` outlives the reader
    HistoryReader(db::Database& database,
                  const std::string& repository,
                  const std::optional<std::string>& branch);

    /// In the order of history.
    [[nodiscard]] const std::vector<CommitInfo>& commits() const noexcept { return commits_; }
    /// Of each commit, whether changes are searched at it: find_line().
    [[nodiscard]] const std::vector<bool>& line() const noexcept { return is_on_line_; }
    /// Nullopt if no job names one.
    [[nodiscard]] const std::optional<std::string>& branch() const noexcept { return branch_; }

    struct Job {
        std::size_t commit; ///< index in commits()
        std::shared_ptr<const JobInfo> info;
    };
    /// All jobs of the history, failed ones too, in the order of history and then by name.
    [[nodiscard]] const std::vector<Job>& jobs() const noexcept { return jobs_; }

    using MediansOfSeries = std::function<void(const SeriesInfo&, std::span<const JobMedian>)>;
    /// Calls `use` for each series with its medians in the order of jobs(); there may be none.
    void for_each_series(const SeriesFilter& filter, const MediansOfSeries& use);

    using SpreadsOfSeries = std::function<void(const SeriesInfo&, std::span<const JobSpread>)>;
    /// The same with quartiles and extremes, which takes longer.
    void for_each_spread(const SeriesFilter& filter, const SpreadsOfSeries& use);

    /// The same for some commits only, much faster if they are few. \pre `is_wanted` has an element
    /// per commit
    void for_each_spread(const SeriesFilter& filter,
                         const std::vector<bool>& is_wanted,
                         const SpreadsOfSeries& use);

private:
    void keep_commits(std::span<const std::size_t> kept);
    /// Calls `use` for each series with what `make` made of its rows of `statement`.
    template <typename Item, typename Make>
    void for_each_item(const char* statement,
                       const SeriesFilter& filter,
                       const Make& make,
                       const std::function<void(const SeriesInfo&, std::span<const Item>)>& use);
    [[nodiscard]] JobSpread spread_of(const db::Row& row, std::size_t job) const;
    /// What these jobs measured, by the id of the series.
    [[nodiscard]] std::unordered_map<std::int64_t, std::vector<JobSpread>>
    read_spreads(std::span<const std::int64_t> job_ids);

    db::Database& database_;
    std::optional<std::int64_t> repository_id_{};
    std::optional<std::string> branch_{};
    std::vector<CommitInfo> commits_{};
    std::vector<bool> is_on_line_{};
    std::vector<Job> jobs_{};
    std::unordered_map<std::int64_t, std::size_t> job_of_id_{};
};

} // namespace cb::store
