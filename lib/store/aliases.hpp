#pragma once

#include "db/database.hpp"
#include "store/history_reader.hpp"
#include "store/queries.hpp"
#include "store/series.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

/// What is stored under an old name of a benchmark is read as results of its new name.
namespace cb::store {

struct StoredMeasurement; // stored_jobs.hpp

// How what is stored of a series is read as of another: its numbers in the other's unit.
void convert(Figures& figures, const ToSeriesUnit& to_unit);
void convert(Point& point, const SeriesInfo& series, const ToSeriesUnit& to_unit);
void convert(JobMedian& median, const SeriesInfo& series, const ToSeriesUnit& to_unit);
void convert(JobSpread& spread, const SeriesInfo& series, const ToSeriesUnit& to_unit);
void convert(StoredMeasurement& measurement, const SeriesInfo& series, const ToSeriesUnit& to_unit);

/// The renamed series of a repository, for all that reads measurements. The results of a renamed
/// series are those of the last series of its chain of aliases. If a job measured a series under
/// several of its names, the latest name counts: the series itself, then the alias that is nearest
/// to it, then the one that was recorded last. Without aliases, nothing is done.
class Aliases {
public:
    /// One small query if there are none. Throws what Queries throws, and Error{bad_input} if the
    /// aliases form a cycle.
    Aliases(db::Transaction& transaction, std::int64_t repository_id);

    [[nodiscard]] bool empty() const noexcept { return targets_.empty(); }

    /// The series that this one is read as: itself, unless it is renamed.
    [[nodiscard]] std::int64_t target_of(std::int64_t series_id) const;

    [[nodiscard]] bool is_renamed(std::int64_t series_id) const
    {
        return target_of_.contains(series_id);
    }

    /// These series, and those that are read as them.
    [[nodiscard]] std::vector<std::int64_t> with_sources(std::span<const std::int64_t> ids) const;

    /// Moves the items of renamed series to those that they are read as, and converts them.
    /// `job_of` identifies the job of an item; of several items of one job, the latest name's
    /// stays. The order of items is not kept.
    template <typename Item, typename JobOf>
    void merge(std::unordered_map<std::int64_t, std::vector<Item>>& by_series,
               const JobOf& job_of) const;

    /// Differs if the aliases differ; empty if there are none.
    [[nodiscard]] const std::string& digest() const noexcept { return digest_; }

    /// A series that others are read as.
    struct Target {
        SeriesInfo series{};
        std::vector<FormerName> sources{}; ///< the latest name first
    };
    /// By id.
    [[nodiscard]] const std::unordered_map<std::int64_t, Target>& targets() const noexcept
    {
        return targets_;
    }

private:
    std::unordered_map<std::int64_t, Target> targets_{};
    std::unordered_map<std::int64_t, std::int64_t> target_of_{}; ///< of each renamed series
    std::string digest_{};
};

template <typename Item, typename JobOf>
void Aliases::merge(std::unordered_map<std::int64_t, std::vector<Item>>& by_series,
                    const JobOf& job_of) const
{
    for (const auto& [id, target] : targets_) {
        std::unordered_set<decltype(job_of(std::declval<const Item&>()))> jobs;
        for (const auto& source : target.sources) {
            const auto at = by_series.find(source.series.id);
            if (at == by_series.end()) {
                continue;
            }
            auto renamed = std::exchange(at->second, {});
            auto& items = by_series[id];
            if (jobs.empty()) {
                for (const auto& item : items) {
                    jobs.insert(job_of(item));
                }
            }
            const ToSeriesUnit to_unit{source.series.unit, target.series.unit};
            for (auto& item : renamed) {
                if (jobs.insert(job_of(item)).second) {
                    convert(item, target.series, to_unit);
                    items.push_back(std::move(item));
                }
            }
        }
    }
}

/// Without the series that are renamed. Ordered by benchmark, test, metric, unit, direction.
[[nodiscard]] std::vector<SeriesInfo> list_series(db::Transaction& transaction,
                                                  std::int64_t repository_id,
                                                  const SeriesFilter& filter,
                                                  const Aliases& aliases);

} // namespace cb::store
