#include "base/openmetrics.hpp"

#include "manifest/words.hpp"
#include "store/export/format.hpp"

#include <fmt/format.h>

#include <set>

namespace cb::store {

namespace {

std::string labels_of(const std::string& repository, const SeriesInfo& series, const JobInfo& job)
{
    return openmetrics::to_text({{"repository", repository},
                                 {"benchmark", series.benchmark},
                                 {"test", series.test},
                                 {"metric", series.metric},
                                 {"unit", series.unit},
                                 {"direction", to_word(series.direction)},
                                 {"config", job.config},
                                 {"worker", job.worker}});
}

class OpenMetricsWriter {
public:
    explicit OpenMetricsWriter(const Export& what) : what_{what} {}

    void write()
    {
        what_.out.add(openmetrics::describe_gauge(
            "cb_result", "Last result of a series: the median, or the mean of a tool's summary."));
        for (const auto& selection : what_.selections) {
            what_.queries.for_each_latest(
                selection.repository,
                selection.series,
                selection.history,
                [&](const SeriesInfo& series, std::span<const Point> points) {
                    add(selection.repository, series, points);
                });
        }
        add_times("cb_newest_result_timestamp_seconds",
                  "When the newest of these results was measured.",
                  [](Time time) { return openmetrics::seconds_of(time); });
        const auto now_s = openmetrics::seconds_of(now());
        add_times(
            "cb_newest_result_age_seconds",
            "How old the newest of these results was when this was written.",
            [now_s](Time time) { return std::max(0.0, now_s - openmetrics::seconds_of(time)); });
        what_.out.add(openmetrics::end);
    }

private:
    void add(const std::string& repository, const SeriesInfo& series, std::span<const Point> points)
    {
        std::set<std::string> known;
        for (auto point = points.rbegin(); point != points.rend(); ++point) {
            const auto& job = *point->job;
            const auto value = value_of(point->figures);
            if (job.status != Status::ok) {
                what_.losses.add("results of failed jobs are left out");
            } else if (!value) {
                what_.losses.add("results without a median or mean are left out");
            } else if (auto labels = labels_of(repository, series, job);
                       known.insert(labels).second) {
                what_.out.add(fmt::format("cb_result{{{}}} {}\n", labels, *value));
                auto& newest = newest_[repository];
                newest = std::max(newest, job.started_at.value_or(job.stored_at));
            } else {
                what_.losses.add("further results of a series at the same commit are left out");
            }
        }
    }

    template <typename ToNumber>
    void add_times(std::string_view name, std::string_view help, const ToNumber& number_of)
    {
        what_.out.add(openmetrics::describe_gauge(name, help, "seconds"));
        for (const auto& [repository, time] : newest_) {
            what_.out.add(fmt::format("{}{{{}}} {:.3f}\n",
                                      name,
                                      openmetrics::to_text({{"repository", repository}}),
                                      number_of(time)));
        }
    }

    const Export& what_;
    std::map<std::string, Time> newest_{}; ///< by repository
};

} // namespace

void write_openmetrics(const Export& what)
{
    OpenMetricsWriter{what}.write();
}

} // namespace cb::store
