#pragma once

#include "db/database.hpp"
#include "store/aliases.hpp"
#include "store/history_map.hpp"
#include "store/job_infos.hpp"
#include "store/queries.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

/// Reads measurements as the points of histories.
namespace cb::store {

/// How many series or jobs one query requests.
inline constexpr std::size_t ids_per_query = 32;

/// By the id of their series.
using PointsById = std::unordered_map<std::int64_t, std::vector<Point>>;

/// Whether a statement selects m.samples after CB_MEASUREMENT_COLUMNS.
enum class Detail { figures, samples };

/// Collects the rows of a query, and then reads the jobs that they belong to.
class PointReader {
public:
    /// \pre all outlive this
    PointReader(db::Transaction& transaction, db::Backend backend, JobInfos& jobs, Detail detail)
        : transaction_{transaction}, backend_{backend}, jobs_{jobs}, detail_{detail}
    {}

    /// Reads a row of CB_MEASUREMENT_COLUMNS.
    void add(const db::Row& row);
    /// By the series that they are read as. Omits points whose job does not exist any more.
    [[nodiscard]] PointsById take(const Aliases& aliases);

private:
    db::Transaction& transaction_;
    db::Backend backend_;
    JobInfos& jobs_;
    Detail detail_;
    std::vector<Point> points_{};         ///< without their jobs
    std::vector<std::int64_t> job_ids_{}; ///< of points_
};

/// \pre the jobs of the points are in the map
void sort_by_history(std::vector<Point>& points, const HistoryMap& map);

/// The points of each series at the last commit that has any, by series. \pre no series is renamed
[[nodiscard]] PointsById read_latest(db::Transaction& transaction,
                                     db::Backend backend,
                                     std::int64_t repository_id,
                                     std::span<const SeriesInfo> series,
                                     const Aliases& aliases,
                                     const HistoryMap& map);

} // namespace cb::store
