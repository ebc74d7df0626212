#include "store/job_medians.hpp"

#include "store/aliases.hpp"
#include "store/job_rows.hpp"
#include "store/lookup.hpp"
#include "store/queries_sql.hpp"

#include <vector>

namespace cb::store {

namespace {

/// The median of one job for one series.
struct MedianOfJob {
    std::int64_t job;
    double value;
};

void convert(MedianOfJob& median, const SeriesInfo& /*series*/, const ToSeriesUnit& to_unit)
{
    median.value = to_unit(median.value);
}

/// Passes medians on, those of renamed series as what they are read as.
class MedianMerger {
public:
    /// \pre both outlive this
    MedianMerger(const Aliases& aliases, const MedianUse& use) : aliases_{aliases}, use_{use} {}

    void add(std::int64_t series, std::int64_t job, double value)
    {
        const auto target = aliases_.target_of(series);
        if (aliases_.targets().contains(target)) {
            waiting_[series].push_back({job, value}); // until all names that the job used are known
        } else {
            use_(series, job, value);
        }
    }

    void finish()
    {
        aliases_.merge(waiting_, [](const MedianOfJob& median) { return median.job; });
        for (const auto& [series, medians] : waiting_) {
            for (const auto& [job, value] : medians) {
                use_(series, job, value);
            }
        }
    }

private:
    const Aliases& aliases_;
    const MedianUse& use_;
    std::unordered_map<std::int64_t, std::vector<MedianOfJob>> waiting_{};
};

} // namespace

std::unordered_map<std::int64_t, std::string> read_content_names(Queries& queries,
                                                                 const std::string& repository)
{
    std::unordered_map<std::int64_t, std::string> names;
    const auto transaction = queries.database().begin_read();
    if (const auto id = find_repository(*transaction, repository)) {
        const auto suffix = Aliases{*transaction, *id}.digest();
        transaction->query(sql::contents_of_jobs, {*id}, [&](const db::Row& row) {
            names.emplace(row.integer(0), std::string{row.text(1)} + suffix);
        });
    }
    return names;
}

void for_each_median(Queries& queries,
                     const std::string& repository,
                     std::span<const std::int64_t> jobs,
                     const MedianUse& use)
{
    auto& database = queries.database();
    auto transaction = database.begin_read();
    const auto id = find_repository(*transaction, repository);
    if (!id || jobs.empty()) {
        return;
    }
    const Aliases aliases{*transaction, *id};
    transaction.reset();
    MedianMerger merger{aliases, use};
    for_each_row_of_jobs(database, *id, jobs, sql::medians_of_jobs, [&merger](const db::Row& row) {
        merger.add(row.integer(0), row.integer(1), row.real(2));
    });
    merger.finish();
}

} // namespace cb::store
