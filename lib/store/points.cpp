#include "store/points.hpp"

#include "store/figures.hpp"
#include "store/stored_text.hpp"

#include <algorithm>
#include <utility>

namespace cb::store {

void PointReader::add(const db::Row& row)
{
    auto& point = points_.emplace_back();
    point.series_id = row.integer(0);
    point.figures = read_figures(row, 2);
    for (const auto& summary : stored_statistics(row.maybe_text(10))) {
        point.statistics.insert(summary.begin(), summary.end());
    }
    if (detail_ == Detail::samples) {
        point.samples = row.numbers(11);
    }
    job_ids_.push_back(row.integer(1));
}

PointsById PointReader::take(const Aliases& aliases)
{
    jobs_.read(transaction_, backend_, job_ids_);
    PointsById points;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        points_[i].job = jobs_.find(job_ids_[i]);
        if (points_[i].job) {
            points[points_[i].series_id].push_back(std::move(points_[i]));
        }
    }
    aliases.merge(points, [](const Point& point) { return point.job->id; });
    return points;
}

void sort_by_history(std::vector<Point>& points, const HistoryMap& map)
{
    const auto key = [&map](const Point& point) {
        return std::pair<std::optional<std::size_t>, const std::string&>{
            map.place_of(point.job->id), point.job->job};
    };
    std::sort(points.begin(), points.end(), [&key](const Point& a, const Point& b) {
        return key(a) < key(b);
    });
}

} // namespace cb::store
