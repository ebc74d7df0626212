#include "store/job_rows.hpp"

#include "db/dialect.hpp"
#include "store/batch_json.hpp"
#include "store/queries_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace cb::store {

namespace {

/// Sorted ids, and whether so many follow each other closely that a range of ids finds them.
struct JobGroup {
    std::span<const std::int64_t> ids;
    bool is_range = false;
};

/// Ranges may have some ids of others between, whose rows are read in vain.
std::vector<JobGroup> group_jobs(std::span<const std::int64_t> sorted)
{
    constexpr std::int64_t max_step = 8;
    constexpr std::size_t min_range = 8;
    constexpr std::size_t max_listed = 128;
    std::vector<JobGroup> groups;
    while (!sorted.empty()) {
        std::size_t size = 1;
        while (size < sorted.size() && sorted[size] - sorted[size - 1] <= max_step) {
            ++size;
        }
        const auto ids = sorted.first(size);
        sorted = sorted.subspan(size);
        if (size >= min_range) {
            groups.push_back({ids, true});
        } else if (groups.empty() || groups.back().is_range ||
                   groups.back().ids.size() + size > max_listed) {
            groups.push_back({ids, false});
        } else {
            auto& last = groups.back().ids;
            last = {last.data(), last.size() + size};
        }
    }
    return groups;
}

} // namespace

void for_each_row_of_jobs(db::Database& database,
                          std::int64_t repository,
                          std::span<const std::int64_t> jobs,
                          const char* statement,
                          const std::function<void(const db::Row&)>& use)
{
    std::vector<std::int64_t> sorted{jobs.begin(), jobs.end()};
    std::sort(sorted.begin(), sorted.end());
    const std::unordered_set<std::int64_t> wanted{jobs.begin(), jobs.end()};
    const auto use_wanted = [&](const db::Row& row) {
        if (wanted.contains(row.integer(1))) {
            use(row);
        }
    };
    const auto listed = fmt::format(fmt::runtime(sql::of_listed_jobs),
                                    statement,
                                    db::records_of_json(database.backend(), sql::ids));
    const auto range = fmt::format(fmt::runtime(sql::of_range_of_jobs), statement);
    for (const auto& [ids, is_range] : group_jobs(sorted)) {
        const auto transaction = database.begin_read();
        if (is_range) {
            transaction->query(range, {ids.front(), repository, ids.back()}, use_wanted);
        } else {
            transaction->query(listed, {ids_json(ids), repository}, use_wanted);
        }
    }
}

} // namespace cb::store
