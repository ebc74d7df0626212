#include "store/samples.hpp"

namespace cb::store {

namespace {

/// The part that all samples of a job share.
Sample facts_of(const StoredJob& job)
{
    Sample sample;
    sample.repository = job.repository;
    sample.commit = job.info.commit;
    sample.branch = job.info.branch;
    if (job.commit) {
        sample.committed_at = job.commit->committed_at;
        sample.position = job.commit->position;
        sample.parents = job.commit->parents;
    }
    sample.job = job.info.job;
    sample.status = job.info.status;
    sample.worker = job.info.worker;
    sample.host_key = job.info.host_key;
    sample.verdict = job.info.verdict;
    sample.config = job.info.config;
    return sample;
}

} // namespace

void for_each_sample(const StoredJob& job, const std::function<void(const Sample&)>& use)
{
    auto sample = facts_of(job);
    for (const auto& measurement : job.measurements) {
        sample.benchmark = measurement.series.benchmark;
        sample.test = measurement.series.test;
        sample.metric = measurement.series.metric;
        sample.unit = measurement.series.unit;
        sample.direction = measurement.series.direction;
        sample.statistic = "sample";
        for (const double value : measurement.samples) {
            sample.value = value;
            use(sample);
        }
        auto summaries = measurement.summaries;
        if (measurement.samples.empty() && summaries.empty()) {
            summaries.push_back(to_statistics(measurement.figures));
        }
        for (const auto& summary : summaries) {
            for (const auto& [statistic, value] : summary) {
                sample.statistic = statistic;
                sample.value = value;
                use(sample);
            }
        }
    }
}

} // namespace cb::store
