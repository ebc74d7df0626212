#include "store/job_infos.hpp"

#include "db/dialect.hpp"
#include "store/batch_json.hpp"
#include "store/queries_sql.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace cb::store {

JobInfo job_info(const db::Row& row)
{
    const auto text = [&row](int column) { return std::string{row.text(column)}; };
    JobInfo job{.id = row.integer(0),
                .job = text(1),
                .work = text(2),
                .attempt = static_cast<std::uint64_t>(row.integer(3)),
                .commit = row.maybe_text(4),
                .branch = row.maybe_text(5),
                .tag = row.maybe_text(6),
                .pull_number = row.maybe_integer(7),
                .worker = text(8),
                .host_key = text(9),
                .host_name = text(10),
                .config = text(11),
                .status = stored_word<Status>(row.text(12)),
                .outcome = stored_outcome(row.maybe_text(21)),
                .failure = {},
                .started_at = row.time(17),
                .wall_s = row.maybe_real(18),
                .verdict = stored_verdict(row.maybe_text(19)),
                .stored_at = row.time(20).value_or(Time{})};
    if (!row.is_null(13)) {
        job.failure = Failure{.stage = stored_word<Stage>(row.text(13)),
                              .reason = text(14),
                              .message = text(15),
                              .fault = stored_fault(row.maybe_text(16))};
    }
    return job;
}

void JobInfos::read(db::Transaction& transaction,
                    db::Backend backend,
                    std::span<const std::int64_t> job_ids)
{
    std::vector<std::int64_t> wanted;
    for (const auto id : job_ids) {
        if (jobs_.emplace(id, nullptr).second) {
            wanted.push_back(id);
        }
    }
    if (wanted.empty()) {
        return;
    }
    transaction.query(fmt::format("SELECT {} FROM {} WHERE job.repository_id = $2 "
                                  "AND job.id IN (SELECT x.id FROM {})",
                                  job_columns,
                                  job_tables,
                                  db::records_of_json(backend, sql::ids)),
                      {ids_json(wanted), repository_id_},
                      [this](const db::Row& row) {
                          jobs_[row.integer(0)] = std::make_shared<const JobInfo>(job_info(row));
                      });
}

std::shared_ptr<const JobInfo> JobInfos::find(std::int64_t job_id) const
{
    const auto at = jobs_.find(job_id);
    return at == jobs_.end() ? nullptr : at->second;
}

} // namespace cb::store
