#pragma once

#include "base/log.hpp"
#include "store/job_medians.hpp"
#include "verdict/changes_cache.hpp"
#include "verdict/history_digest.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace cb::verdict {

/// The medians of jobs that one comparison after the other reads as their history. The next program
/// takes them from a file and reads only those of new jobs.
class CachedMedians {
public:
    /// Reads the file of the repository. Without a cache, everything is read of the store. Throws
    /// what Queries throws. \pre `queries` outlives this object
    CachedMedians(store::Queries& queries,
                  std::string repository,
                  std::optional<ChangesCache> cache);

    /// As store::for_each_median(), for the series that the repository has now.
    void for_each(std::span<const std::int64_t> jobs, const store::MedianUse& use);

    /// Replaces the file by the medians of the jobs that were asked for, if some of them were not
    /// in it. A cache that cannot be written is logged and otherwise ignored.
    void save(Log& log);

private:
    /// The medians of one job.
    struct OfJob {
        std::string content{};              ///< ContentNames
        std::vector<std::int64_t> series{}; ///< as long as `medians`
        std::vector<double> medians{};
        bool is_wanted = false; ///< somebody asked for them
    };
    using ById = std::map<std::int64_t, OfJob>;

    void load();
    [[nodiscard]] ById read_file(std::string_view bytes) const;
    [[nodiscard]] std::string to_file() const;
    void read_jobs(std::span<const std::int64_t> jobs, const store::MedianUse& use);

    store::Queries& queries_;
    std::string repository_;
    std::optional<ChangesCache> cache_;
    std::unordered_map<std::int64_t, store::SeriesInfo> series_{}; ///< by id; with a cache
    ContentNames contents_{};                                      ///< with a cache
    ById known_{};
    std::uint64_t values_ = 0; ///< of the wanted jobs in known_
    bool has_news_ = false;    ///< whether known_ has what the file lacks
};

} // namespace cb::verdict
