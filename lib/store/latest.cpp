#include "db/dialect.hpp"
#include "json/writer.hpp"
#include "store/batch_json.hpp"
#include "store/points.hpp"
#include "store/queries_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace cb::store {

namespace {

/// Finds the last jobs that measured each series by reading keys only. Most series were measured by
/// the last jobs; those that were not are looked up by themselves.
class LatestJobs {
public:
    LatestJobs(db::Transaction& transaction,
               db::Backend backend,
               std::int64_t repository_id,
               const Aliases& aliases,
               const HistoryMap& map)
        : transaction_{transaction}, backend_{backend},
          repository_id_{repository_id}, aliases_{aliases}, map_{map}
    {}

    void find(std::span<const SeriesInfo> series);
    /// A JSON array with the series and job of each measurement found.
    [[nodiscard]] std::string keys_json() const;

private:
    struct Key {
        std::int64_t series, job; ///< the series is the one that was measured
    };
    struct Latest {
        std::size_t place = 0; ///< of the commit
        std::vector<Key> keys{};
    };

    void read_last_jobs();
    void read_keys(const char* statement, std::span<const std::int64_t> ids);

    db::Transaction& transaction_;
    db::Backend backend_;
    std::int64_t repository_id_;
    const Aliases& aliases_;
    const HistoryMap& map_;
    std::unordered_map<std::int64_t, Latest> latest_{}; ///< by series; without keys if not found
    std::size_t found_ = 0;                             ///< the number of series with keys
};

void LatestJobs::find(std::span<const SeriesInfo> series)
{
    for (const auto& one : series) {
        latest_.emplace(one.id, Latest{});
    }
    read_last_jobs();
    std::vector<std::int64_t> missing;
    for (const auto& one : series) {
        if (latest_.at(one.id).keys.empty()) {
            missing.push_back(one.id);
        }
    }
    for (std::span<const std::int64_t> rest{missing}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), ids_per_query));
        read_keys(sql::jobs_of_some_series, aliases_.with_sources(some));
        rest = rest.subspan(some.size());
    }
}

/// Reads the jobs of the last commit, then twice as many before it, and so on.
void LatestJobs::read_last_jobs()
{
    constexpr std::size_t max_jobs = 4 * ids_per_query; // series missing from these are rare
    auto rest = map_.job_ids();
    const auto place_at = [&](std::size_t from_end) {
        return map_.place_of(rest[rest.size() - from_end]);
    };
    for (std::size_t seen = 0, wanted = 1; seen < max_jobs && found_ < latest_.size();
         wanted *= 2) {
        if (rest.empty()) {
            return;
        }
        auto count = std::min(rest.size(), wanted);
        while (count < rest.size() && place_at(count) == place_at(count + 1)) {
            ++count; // the jobs of a commit are read together
        }
        read_keys(sql::series_of_jobs, rest.last(count));
        rest = rest.first(rest.size() - count);
        seen += count;
    }
}

void LatestJobs::read_keys(const char* statement, std::span<const std::int64_t> ids)
{
    transaction_.query(
        fmt::format(fmt::runtime(statement), db::records_of_json(backend_, sql::ids)),
        {ids_json(ids), repository_id_},
        [this](const db::Row& row) {
            const Key key{row.integer(0), row.integer(1)};
            const auto at = latest_.find(aliases_.target_of(key.series));
            const auto place = map_.place_of(key.job);
            if (at == latest_.end() || !place) {
                return;
            }
            auto& latest = at->second;
            found_ += latest.keys.empty() ? 1U : 0U;
            if (latest.keys.empty() || *place > latest.place) {
                latest = {*place, {key}};
            } else if (*place == latest.place) {
                latest.keys.push_back(key);
            }
        });
}

std::string LatestJobs::keys_json() const
{
    JsonWriter json;
    json.begin_array();
    for (const auto& latest : latest_) {
        for (const auto& key : latest.second.keys) {
            json.begin_object()
                .member("series_id", key.series)
                .member("job_id", key.job)
                .end_object();
        }
    }
    return json.end_array().take();
}

} // namespace

PointsById read_latest(db::Transaction& transaction,
                       db::Backend backend,
                       std::int64_t repository_id,
                       std::span<const SeriesInfo> series,
                       const Aliases& aliases,
                       const HistoryMap& map)
{
    LatestJobs latest{transaction, backend, repository_id, aliases, map};
    latest.find(series);
    JobInfos jobs{repository_id};
    PointReader reader{transaction, backend, jobs, Detail::samples};
    transaction.query(fmt::format(fmt::runtime(sql::measurements_of_keys),
                                  db::records_of_json(backend, sql::row_keys)),
                      {latest.keys_json(), repository_id},
                      [&reader](const db::Row& row) { reader.add(row); });
    auto points = reader.take(aliases);
    for (auto& [id, its] : points) {
        sort_by_history(its, map);
    }
    return points;
}

} // namespace cb::store
