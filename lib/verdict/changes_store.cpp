#include "verdict/changes_store.hpp"

#include <algorithm>

namespace cb::verdict {

std::vector<MachineCounts> count_machines(const store::HistoryReader& reader,
                                          const StoreFilter& filter)
{
    std::vector<MachineCounts> counts(reader.commits().size());
    for (const auto& [commit, info] : reader.jobs()) {
        if (info->is_measured() && (!filter.worker || info->worker == *filter.worker)) {
            counts[commit].add(known(info->verdict).value_or(Verdict::clean));
        }
    }
    return counts;
}

std::size_t count_apart(const store::HistoryReader& reader)
{
    const auto& line = reader.line();
    return static_cast<std::size_t>(std::count(line.begin(), line.end(), false));
}

ValuesBySetting by_setting(const store::HistoryReader& reader,
                           const StoreFilter& filter,
                           std::span<const store::JobMedian> medians)
{
    ValuesBySetting values;
    for (const auto& median : medians) {
        const auto& job = *reader.jobs()[median.job].info;
        if (reader.line()[median.commit] && (!filter.worker || job.worker == *filter.worker)) {
            values[{job.worker, job.host_key, job.config}].push_back({median.commit, median.value});
        }
    }
    return values;
}

void for_each_history(store::HistoryReader& reader,
                      const StoreFilter& filter,
                      const std::function<void(History)>& use)
{
    reader.for_each_series(
        filter.series,
        [&](const store::SeriesInfo& series, std::span<const store::JobMedian> medians) {
            auto by = by_setting(reader, filter, medians);
            for (auto& [setting, values] : by) {
                use({{series, setting}, std::move(values)});
            }
        });
}

RepositoryChanges find_changes_in_store(store::Queries& queries,
                                        const std::string& repository,
                                        const StoreFilter& filter)
{
    auto reader = queries.read_history(repository, filter.branch);
    ChangeFinder finder{repository, reader.branch(), reader.commits()};
    for_each_history(
        reader, filter, [&finder](History history) { finder.add(std::move(history)); });
    auto changes = finder.finish();
    changes.machines = count_machines(reader, filter);
    changes.apart = count_apart(reader);
    return changes;
}

} // namespace cb::verdict
