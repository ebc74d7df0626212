#include "json/writer.hpp"
#include "store/export/format.hpp"

/// Bencher Metric Format: bencher.dev/docs/reference/bencher-metric-format.
namespace cb::store {

namespace {

/// A value with its least and greatest sample.
struct Metric {
    double value = 0;
    std::optional<double> min, max;
};

using Metrics = std::map<std::string, Metric>;

/// The results of one commit, by test.
class Results {
public:
    explicit Results(Losses& losses) : losses_{losses} {}

    void add(const StoredJob& job)
    {
        const auto variant = variant_of(job.info);
        for (const auto& measurement : job.measurements) {
            const auto& series = measurement.series;
            const auto value = value_of(measurement.figures);
            if (!value) {
                losses_.add("results without a median or mean are left out");
                continue;
            }
            Metric metric{.value = *value, .min = {}, .max = {}};
            if (measurement.samples.size() != 1) {
                metric.min = measurement.figures.min;
                metric.max = measurement.figures.max;
            }
            if (tests_[name_of(series) + variant].emplace(series.metric, metric).second) {
                losses_.add("units and directions cannot be said");
            } else {
                losses_.add("further results of the same test and metric are left out");
            }
        }
    }

    [[nodiscard]] std::string json() const
    {
        JsonWriter json;
        json.begin_object();
        for (const auto& [test, metrics] : tests_) {
            json.key(test).begin_object();
            for (const auto& [name, metric] : metrics) {
                json.key(name).begin_object().member("value", metric.value);
                if (metric.min && metric.max) {
                    json.member("lower_value", *metric.min).member("upper_value", *metric.max);
                }
                json.end_object();
            }
            json.end_object();
        }
        return json.end_object().take();
    }

private:
    static std::string name_of(const SeriesInfo& series)
    {
        auto name = path_of(series);
        name.resize(name.size() - series.metric.size() - 1); // the metric is a key of its own
        return name;
    }

    std::map<std::string, Metrics> tests_{};
    Losses& losses_;
};

} // namespace

void write_bmf(const Export& what)
{
    static_cast<void>(require_one_repository(what.selections, "bmf"));
    Results results{what.losses};
    if (!what.for_each_job_of_last_commit([&](const StoredJob& job) { results.add(job); })) {
        what.losses.add("there is no commit with results");
    }
    what.out.add(results.json() + '\n');
}

} // namespace cb::store
